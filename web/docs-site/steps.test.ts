import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';

type Step = (folder: string) => void;

async function step<Exports>(name: string): Promise<Exports> {
  return import(
    path.join(repositoryRoot, 'web/docs-site/steps', `${name}.mjs`)
  ) as Promise<Exports>;
}

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const page = (body: string): string => `<html><head></head><body>${body}</body></html>`;

describe('a built page', () => {
  async function hardened(body: string): Promise<string> {
    const { harden } = await step<{ harden: Step }>('harden');
    write('index.html', page(body));
    harden(folder);
    return readFileSync(path.join(folder, 'index.html'), 'utf8');
  }
  const fileWith = (text: string): string | undefined =>
    readdirSync(path.join(folder, '_astro')).find(
      (name) => readFileSync(path.join(folder, '_astro', name), 'utf8') === text,
    );

  test('gets its inline scripts and styles as files, in their places', async () => {
    const html = await hardened('<p>a</p><script>run("a < b")</script><style>p{color:red}</style>');
    const script = fileWith('run("a < b")');
    const style = fileWith('p{color:red}');
    expect(html).toContain(`<p>a</p><script src="/docs/_astro/${script}"></script>`);
    expect(html).toContain(`<link rel="stylesheet" href="/docs/_astro/${style}"></body>`);
  });

  test('gets its style attributes as classes of one style sheet', async () => {
    const html = await hardened('<p class="x" style="color:red">a</p><i style="color:red">b</i>');
    const [, name = ''] = /<p class="x (s\w+)">/.exec(html) ?? [];
    expect(html).toContain(`<i class="${name}">b</i>`);
    const sheet = fileWith(`.${name}{color:red}`);
    expect(html).toContain(`<link rel="stylesheet" href="/docs/_astro/${sheet}"></head>`);
  });

  test('breaks the names of code in tables where their words end', async () => {
    const html = await hardened(
      '<code>a/b.ts</code><table><tr><td><code><a href="/a/b">limits.perMinute</a></code></td></tr></table>',
    );
    expect(html).toContain('<code>a/b.ts</code>');
    expect(html).toContain('<a href="/a/b">limits.<wbr>per<wbr>Minute</a>');
  });

  test('has its columns of text marked, so that they keep a width', async () => {
    const long = 'a text of more than forty characters, which is long';
    const html = await hardened(
      `<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td class="x">${long}</td></tr></table>`,
    );
    expect(html.match(/<t[hd][^>]*>/g)).toEqual([
      '<th>',
      '<th class="text-column">',
      '<td>',
      '<td class="x text-column">',
    ]);
  });

  test('keeps data, files and text about styles', async () => {
    const kept = '<script type="application/json">{}</script><code>style="x"</code>';
    expect(await hardened(kept)).toContain(kept);
  });

  test('has its wide blocks in the order of the keyboard', async () => {
    expect(await hardened('<pre class="x">a</pre>')).toContain('<pre tabindex="0" class="x">');
  });

  test.each([
    ['<p onclick="run()">a</p>', 'an event attribute'],
    ['<script src="https://example.com/a.js"></script>', 'a file of another host'],
    ['<img src="//example.com/a.png">', 'a file of another host'],
    ['<link rel="stylesheet" href="https://example.com/a.css">', 'a file of another host'],
    ['<table><tr><th>a</th><th class="b"></th></tr></table>', 'a column without a name'],
  ])('with %s fails the build', async (body, fault) => {
    await expect(hardened(body)).rejects.toThrow(fault);
  });
});

describe('a link', () => {
  async function check(body: string): Promise<void> {
    const { checkLinks } = await step<{ checkLinks: Step }>('links');
    write('index.html', page(body));
    write('guide/index.html', page('<h2 id="keys">Keys</h2>'));
    checkLinks(folder);
  }

  test('to a page, a heading or elsewhere is accepted', async () => {
    const urls = ['/docs/', '/docs/guide/', '/docs/guide/#keys', '/graphql', 'https://example.com'];
    await check(urls.map((url) => `<a href="${url}">x</a>`).join(''));
  });

  test.each(['/docs/nowhere/', '/docs/guide/#locks', '#here'])('to %s fails', async (url) => {
    await expect(check(`<a href="${url}">x</a>`)).rejects.toThrow(`index.html: ${url}`);
  });
});

describe('a page of the project', () => {
  interface Markdown {
    readonly readPage: (
      text: string,
      linkOf: (target: string) => string | null,
    ) => { title: string; description: string; body: string };
    readonly contentFile: (read: object) => { ending: string; text: string };
  }
  const linkOf = (target: string) => (target === 'one.md' ? '/docs/one/' : null);

  test('gives its title, its first sentences, and links that the website has', async () => {
    const { readPage } = await step<Markdown>('markdown');
    const text =
      '# Two `keys`\n\nSee [one](one.md) and [two](../two.ts).\n\n```sh\n[a](b.md)\n```\n';
    expect(readPage(text, linkOf)).toEqual({
      title: 'Two keys',
      description: 'See one and two.',
      body: 'See [one](/docs/one/) and two.\n\n```sh\n[a](b.md)\n```',
    });
  });

  test('without a title fails', async () => {
    const { readPage } = await step<Markdown>('markdown');
    expect(() => readPage('Text.\n', linkOf)).toThrow('no title');
  });

  test('shows a step in several languages as tabs, with its answer below', async () => {
    const { contentFile } = await step<Markdown>('markdown');
    const block = (head: string) => `\`\`\`${head}\ncode\n\`\`\``;
    const body = [
      block('graphql title="GraphQL"'),
      block('json title="Variables"'),
      block('sh title="curl"'),
      block('json title="Answer"'),
    ].join('\n');
    const { ending, text } = contentFile({ title: 'A', description: 'B', body });
    expect(ending).toBe('mdx');
    expect(text.match(/<TabItem label="(\w+)">/g)).toEqual([
      '<TabItem label="GraphQL">',
      '<TabItem label="curl">',
    ]);
    expect(text.indexOf('Variables:')).toBeLessThan(text.indexOf('label="curl"'));
    expect(text.indexOf('title="Answer"')).toBeGreaterThan(text.indexOf('</Tabs>'));
  });
});

test('a block keeps its title on a page without tabs', async () => {
  const { contentFile } = await step<{
    readonly contentFile: (read: object) => { ending: string; text: string };
  }>('markdown');
  const body = '```sh\nls\n```\n```json title="Answer"\n{}\n```';
  const { ending, text } = contentFile({ title: 'A', description: 'B', body });
  expect(ending).toBe('md');
  expect(text).toContain('<p class="caption">Answer</p>\n\n```json title="Answer"');
});

test('a row of the tables of error codes becomes a section', async () => {
  const { withSections } = await step<{ withSections: (text: string) => string }>('error-codes');
  const table = '| code | HTTP | what it means | what to do |\n|---|---|---|---|\n';
  expect(
    withSections(`Before.\n\n${table}| \`TIMEOUT\` | 504 | the deadline passed | wait |\n`),
  ).toBe(
    'Before.\n\n### `TIMEOUT`\n\nHTTP status: 504\n\nThe deadline passed.\n\n**What to do:** wait.\n',
  );
});

test('the pages of a schema show defaults, arguments of fields, what is deprecated and relations', async () => {
  interface Page {
    readonly route: string;
    readonly body: string;
  }
  const { pagesOf } = await step<{ pagesOf: (schema: object) => Page[] }>('schema-pages');
  const schema = buildSchema(`
    type Query { cart(sort: CartSort = { isUp: true }): Cart }
    input CartSort { isUp: Boolean = false }
    "What is bought."
    type Cart { lines("At most." first: Int = 5): [String!]! @deprecated(reason: "Use \`items\`.") }
    union Found = Cart
  `);
  const pages = new Map(pagesOf(schema).map(({ route, body }) => [route, body]));
  expect(pages.get('reference/queries/cart')).toContain(
    '```graphql\ncart(\n  sort: CartSort = {isUp: true}\n): Cart\n```',
  );
  expect(pages.get('reference/inputs/cart-sort')).toContain('  isUp: Boolean = false\n');
  expect(pages.get('reference/objects/cart')).toBe(`What is bought.

\`\`\`graphql
type Cart {
  lines(
    first: Int = 5
  ): [String!]! @deprecated
}
\`\`\`

## Fields

### \`lines\`

Type: [\`[String!]!\`](/docs/reference/scalars/string/)

**Deprecated.** Use \`items\`.

#### \`first\`

Type: [\`Int\`](/docs/reference/scalars/int/)

At most.

## Returned By

[\`cart\`](/docs/reference/queries/cart/) (query)

## Implemented By

[\`Found\`](/docs/reference/unions/found/) (union)`);
});
