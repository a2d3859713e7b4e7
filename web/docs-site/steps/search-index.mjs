// Writes the index of the search, which the browser reads when somebody searches.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { indexOptions } from '../src/search/rank.mjs';

const prefix = '/docs/';
const schemaPages =
  /^\/docs\/reference\/(queries|mutations|subscriptions|objects|inputs|enums|unions|interfaces|scalars)\//;

function kindOf(url) {
  if (schemaPages.test(url)) return 'schema';
  return url.startsWith(`${prefix}operators/`) ? 'operators' : 'guide';
}

const pageOf = (url) => (url === `${prefix}index.md` ? prefix : url.replace(/\.md$/, '/'));

const headings = /^#{2,} +(.+)$/gm;
const links = /\]\([^)]*\)/g;

/** @param pages `{ title, url, description }`, with the URLs of their Markdown in the folder. */
export function writeSearchIndex(pages, markdownFolder, out) {
  const index = new MiniSearch(indexOptions);
  for (const { title, url, description } of pages) {
    const markdown = readFileSync(join(markdownFolder, url.slice(prefix.length)), 'utf8');
    const text = markdown.replace(links, ']');
    index.add({
      url: pageOf(url),
      title,
      description,
      kind: kindOf(url),
      headings: [...text.matchAll(headings)].map(([, heading]) => heading).join(' '),
      text,
    });
  }
  writeFileSync(join(out, 'search-index.json'), JSON.stringify(index));
}
