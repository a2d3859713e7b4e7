// Writes a page for each operation and type of the schema.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema } from 'graphql';
import { pagesOf } from './schema-pages.mjs';

/** The Markdown for programs leads to the Markdown of other pages. */
const toMarkdown = (text) => text.replace(/\]\((\/docs\/[^)#]+)\/\)/g, ']($1.md)');

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** @returns the entries of llms.txt: title, description and URL of each page. */
export function reference(root, contentFolder, markdownFolder) {
  const schema = buildSchema(readFileSync(join(root, 'gateway/api.graphql'), 'utf8'));
  return pagesOf(schema).map(({ route, title, description, body }) => {
    const plain = description.replace(/[`*[\]\\]/g, '').replace(/\s+/g, ' ');
    const front = `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(plain)}\n---\n`;
    write(join(contentFolder, `${route}.md`), `${front}\n${body}\n`);
    write(join(markdownFolder, `${route}.md`), toMarkdown(`# ${title}\n\n${body}\n`));
    return { title, description: plain, url: `/docs/${route}.md` };
  });
}
