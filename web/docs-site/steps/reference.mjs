// Writes a page for each operation and type of the schema.

import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { runGraphQLMarkdown } from '@graphql-markdown/cli';

const require = createRequire(import.meta.url);
const formatter = join(import.meta.dirname, 'plain-formatter.cjs');

/** Every client knows them, and they are no part of this API. */
const left = ['directives', 'generated.md'];

const frontMatter = /^---\n[\s\S]*?^title: (.+)$[\s\S]*?^---\n/m;
/** graphql-markdown names a heading's anchor behind it, as Docusaurus wants it. */
const anchor = / *\\?\{#[^}]*\\?\}/g;
const entryHead = /^(#+) \[(`[^`]+`)\]\([^)]*\) ● \[(`[^`]+`)\]\(([^)]*)\) *\n(.*)$/gm;

const valueHead = /^(#+) \[(`[^`]+`)\]\(#[^)]*\) *$/gm;
/** Their pages are left out. */
const directiveLinks = /\[([^\]]+)\]\(\/docs\/reference\/directives\/[^)]*\)/g;

/** `### name`, then the type with its link, then the description. */
const entry = (_whole, level, name, type, url, text) =>
  `${level} ${name}\n\nType: [${type}](${url})\n\n${text}`;

function pageOf(markdown) {
  const [head, title] = frontMatter.exec(markdown) ?? ['', ''];
  const body = markdown
    .slice(head.length)
    .replace(anchor, '')
    .replace(entryHead, entry)
    .replace(valueHead, '$1 $2')
    .replace(directiveLinks, '$1')
    .replace(/^##(#+) /gm, '#$1 ')
    .replaceAll('&#x005F;', '_')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const [description = ''] = body.split('\n\n');
  return { title, description: description.replace(/[`*[\]\\]/g, '').replace(/\s+/g, ' '), body };
}

/** The Markdown for programs leads to the Markdown of other pages. */
const toMarkdown = (text) => text.replace(/\]\((\/docs\/[^)#]+)\/\)/g, ']($1.md)');

export async function reference(root, workFolder, contentFolder, markdownFolder) {
  await runGraphQLMarkdown(
    {
      schema: join(root, 'gateway/api.graphql'),
      rootPath: workFolder,
      baseURL: 'reference',
      linkRoot: '/docs',
      formatter,
      loaders: { GraphQLFileLoader: require.resolve('@graphql-tools/graphql-file-loader') },
      docOptions: { index: false },
      printTypeOptions: {
        hierarchy: 'entity',
        exampleSection: false,
        parentTypePrefix: false,
        typeBadges: false,
      },
    },
    {},
  );
  const folder = join(workFolder, 'reference');
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  const files = globSync('*/*.md', { cwd: folder }).sort();
  return files
    .filter((file) => basename(file) !== 'index.md')
    .map((file) => {
      const { title, description, body } = pageOf(readFileSync(join(folder, file), 'utf8'));
      const front = `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\n---\n`;
      const written = [
        [contentFolder, `${front}\n${body}\n`],
        [markdownFolder, toMarkdown(`# ${title}\n\n${body}\n`)],
      ];
      for (const [target, text] of written) {
        mkdirSync(dirname(join(target, 'reference', file)), { recursive: true });
        writeFileSync(join(target, 'reference', file), text);
      }
      return { title, description, url: `/docs/reference/${file}` };
    });
}
