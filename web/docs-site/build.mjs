// Builds the documentation into dist/pages/docs, which the gateway serves at /docs.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSchema, isAbstractType } from 'graphql';
import { pictures } from './pages.mjs';
import { assemble } from './steps/assemble.mjs';
import { writeClientPackage } from './steps/client-package.mjs';
import { harden } from './steps/harden.mjs';
import { checkLinks } from './steps/links.mjs';
import { reference } from './steps/reference.mjs';
import { writeSearchIndex } from './steps/search-index.mjs';

const root = join(import.meta.dirname, '../..');
const work = join(root, 'dist/docs-site');
const out = join(root, 'dist/pages/docs');
const content = join(work, 'content');
const markdown = join(work, 'markdown');

/** The list for programs: every page as Markdown. https://llmstxt.org */
function pageList(pages) {
  const lines = pages.map(({ title, url, description }) => `- [${title}](${url}): ${description}`);
  return `# Order processing\n\n> Guides and reference of the order-processing API.\n\n${lines.join('\n')}\n`;
}

/** The same as `/graphql/possible-types.json` of a gateway with introspection. */
function possibleTypes() {
  const schema = buildSchema(readFileSync(join(root, 'gateway/api.graphql'), 'utf8'));
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  const members = (type) => schema.getPossibleTypes(type).map(({ name }) => name);
  return Object.fromEntries(abstract.map((type) => [type.name, members(type)]));
}

async function build() {
  for (const folder of [work, out]) rmSync(folder, { recursive: true, force: true });
  const pages = [...assemble(root, content, markdown), ...reference(root, content, markdown)];
  const { build: buildSite } = await import('astro');
  await buildSite({ root: join(root, 'web/docs-site'), logLevel: 'warn' });
  harden(out);
  cpSync(markdown, out, { recursive: true });
  for (const file of [...pictures, 'docs/openapi.yaml', 'web/theme/favicon.svg']) {
    cpSync(join(root, file), join(out, basename(file)));
  }
  writeFileSync(join(out, 'llms.txt'), pageList(pages));
  writeFileSync(join(out, 'possible-types.json'), `${JSON.stringify(possibleTypes(), null, 2)}\n`);
  writeClientPackage(join(root, 'dist/packages/client'), join(out, 'client.tgz'));
  writeSearchIndex(pages, markdown, out);
  checkLinks(out);
  rmSync(work, { recursive: true });
}

await build();
