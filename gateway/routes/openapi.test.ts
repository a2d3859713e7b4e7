import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderMail } from '../../mail/templates';
import { memoryMailbox } from '../../platform/mail/mailbox';
import { repositoryRoot } from '../../platform/process/repository-root';
import { gatewayForFile } from '../testing/running-gateway';

interface Documented {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, Documented>>;
}

const text = readFileSync(path.join(repositoryRoot, 'docs/openapi.yaml'), 'utf8');
const document = parse(text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Documented>> };
};
const operations = Object.entries(document.paths).flatMap(([url, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ url, method, operation })),
);

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
ajv.addSchema(document, 'openapi');

interface Case {
  readonly id: string;
  readonly status: number;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const html = { accept: 'text/html' };
const json = { 'content-type': 'application/json' };
const strict = { ...json, accept: 'application/graphql-response+json' };
const operationOf = (query: string) => JSON.stringify({ query });
const post = { method: 'POST', headers: json };

const cases: readonly Case[] = [
  {
    id: 'sendOperation',
    status: 200,
    url: '/graphql',
    ...post,
    body: operationOf('{ me { id } }'),
  },
  { id: 'sendOperation', status: 400, url: '/graphql', ...post, body: '{' },
  {
    id: 'sendOperation',
    status: 400,
    url: '/graphql',
    ...post,
    headers: strict,
    body: operationOf('{ no }'),
  },
  {
    id: 'sendOperation',
    status: 401,
    url: '/graphql',
    ...post,
    headers: { ...json, authorization: 'Bearer no' },
    body: operationOf('{ me { id } }'),
  },
  {
    id: 'sendOperation',
    status: 406,
    url: '/graphql',
    ...post,
    headers: { ...json, accept: 'image/png' },
    body: operationOf('{ me { id } }'),
  },
  {
    id: 'sendOperation',
    status: 413,
    url: '/graphql',
    ...post,
    body: operationOf(`{ me { id } } #${'x'.repeat(110_000)}`),
  },
  {
    id: 'sendOperation',
    status: 415,
    url: '/graphql',
    ...post,
    headers: { 'content-type': 'text/plain' },
    body: '{ me { id } }',
  },
  {
    id: 'sendQuery',
    status: 200,
    url: '/graphql?query=%7Bme%7Bid%7D%7D',
    headers: { accept: 'application/json', 'apollo-require-preflight': '1' },
  },
  { id: 'sendQuery', status: 200, url: '/graphql', headers: html },
  {
    id: 'subscribe',
    status: 200,
    url: '/graphql/stream',
    ...post,
    body: operationOf('{ me { id } }'),
  },
  { id: 'schema', status: 200, url: '/graphql/schema.graphql' },
  { id: 'possibleTypes', status: 200, url: '/graphql/possible-types.json' },
  { id: 'health', status: 200, url: '/health' },
  { id: 'ready', status: 200, url: '/ready' },
  { id: 'metrics', status: 200, url: '/metrics' },
  { id: 'keys', status: 200, url: '/.well-known/jwks.json' },
  { id: 'securityContact', status: 200, url: '/.well-known/security.txt' },
  { id: 'bountyPage', status: 200, url: '/security' },
  { id: 'dataExport', status: 401, url: '/data-exports/018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f' },
  { id: 'bountyAlias', status: 308, url: '/security/bug-bounty' },
  { id: 'paymentCallback', status: 204, url: '/payments/callback/sandbox', ...post, body: '{}' },
  { id: 'paymentCallback', status: 404, url: '/payments/callback/NOBODY', ...post, body: '{}' },
  { id: 'links', status: 200, url: '/' },
  { id: 'links', status: 200, url: '/', headers: html },
  { id: 'style', status: 200, url: '/landing-page.css' },
  { id: 'theme', status: 200, url: '/theme/theme.css' },
  { id: 'theme', status: 404, url: '/theme/nothing.css' },
  { id: 'favicon', status: 200, url: '/favicon.ico' },
  { id: 'docsHome', status: 200, url: '/docs' },
  { id: 'docs', status: 200, url: '/docs/guides/webhooks.md' },
  { id: 'docs', status: 404, url: '/docs/nowhere/' },
  { id: 'docs', status: 404, url: '/docs/vite.mjs' },
  { id: 'console', status: 200, url: '/console' },
  { id: 'consoleFile', status: 200, url: '/console/manifest.json' },
  { id: 'consoleFile', status: 200, url: '/console/orders' },
  { id: 'consoleFile', status: 404, url: '/console/nothing.js' },
  { id: 'account', status: 200, url: '/account' },
  { id: 'accountFile', status: 200, url: '/account/verify-email' },
  { id: 'accountFile', status: 404, url: '/account/nothing.js' },
  { id: 'shop', status: 200, url: '/shop' },
  { id: 'shopFile', status: 200, url: '/shop/orders' },
  { id: 'shopFile', status: 404, url: '/shop/nothing.js' },
  { id: 'explorerFile', status: 200, url: '/graphql/explorer/manifest.json' },
  { id: 'explorerFile', status: 404, url: '/graphql/explorer/nothing.js' },
  { id: 'mails', status: 200, url: '/mail' },
  { id: 'mail', status: 200, url: '/mail/KEY' },
  { id: 'mail', status: 404, url: '/mail/nothing' },
  { id: 'mailPage', status: 200, url: '/mail/KEY/page' },
];

/** The documented response, and the JSON pointer to it. */
function documented(id: string, status: number): { pointer: string; response: Documented } {
  const found = operations.find(({ operation }) => operation.operationId === id);
  const response = found?.operation.responses[status];
  if (!found || !response) throw new Error(`${id} documents no ${status}.`);
  if (response.$ref === undefined) {
    const url = found.url.replaceAll('~', '~0').replaceAll('/', '~1');
    const pointer = `/paths/${encodeURIComponent(url)}/${found.method}/responses/${status}`;
    return { pointer, response };
  }
  const name = response.$ref.split('/').at(-1) ?? '';
  const shared = document.components.responses[name];
  if (!shared) throw new Error(`There is no response ${name}.`);
  return { pointer: `/components/responses/${name}`, response: shared };
}

test('the document is valid OpenAPI', async () => {
  expect(await new Validator().validate(text)).toMatchObject({ valid: true });
});

/** What Spectral's rules `oas` demand beyond the format: `npx @stoplight/spectral-cli lint`. */
test('the document says who is responsible, what each operation does and what arrays contain', () => {
  const { info } = parse(text) as { readonly info: { readonly contact?: object } };
  expect(info.contact).toBeDefined();
  const silent = operations.filter(({ operation }) => !operation.description);
  expect(silent.map(({ url }) => url)).toEqual([]);
  const bare: unknown[] = [];
  JSON.stringify(document, (_name, value) => {
    if (value?.type === 'array' && value.items === undefined) bare.push(value);
    return value;
  });
  expect(bare).toEqual([]);
});

test('every operation of the document has a case', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect([...new Set(cases.map(({ id }) => id))].sort()).toEqual(ids.sort());
});

describe('a gateway in development', () => {
  const mailbox = memoryMailbox();
  const gateway = gatewayForFile({
    configuration: { environment: 'development' },
    mailbox,
    orders: async <Answer>() => ({ paymentCallback: true }) as Answer,
  });
  let mailKey: string;
  beforeAll(async () => {
    const data = { url: 'https://shop.example.com/reset', minutes: 30 };
    await mailbox.add({
      to: 'ada@example.com',
      id: 'one',
      ...renderMail('reset_password', 'EN', data),
    });
    mailKey = (await mailbox.latest())[0]?.key ?? '';
  });

  test.each(cases)('answers $id with $status at $url', async ({ id, status, url, ...init }) => {
    const answer = await fetch(gateway.url + url.replace('KEY', mailKey), {
      ...init,
      redirect: 'manual',
    });
    const body = await answer.text();
    expect(answer.status, body).toBe(status);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    const { pointer, response } = documented(id, status);
    if (response.content === undefined) {
      expect(body).toBe('');
      return;
    }
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const known = [type, '*/*'].find((name) => Object.hasOwn(response.content ?? {}, name));
    expect(known, `${type} is not documented`).toBeDefined();
    const at = `${pointer}/content/${encodeURIComponent(String(known).replaceAll('/', '~1'))}/schema`;
    const check = ajv.compile({ $ref: `openapi#${at}` });
    check(type.endsWith('json') ? JSON.parse(body) : body);
    expect(check.errors).toBeNull();
  });

  test('serves no path that the document does not have', () => {
    const served = routesOf(gateway.app.printRoutes());
    const paths = Object.keys(document.paths).map((url) => url.replace(/\{\w+\}/g, ':'));
    expect(served.filter((url) => !paths.includes(url))).toEqual([]);
  });
});

/** The paths of Fastify's radix tree of routes, with `:` for parameters. */
function routesOf(tree: string): string[] {
  const parents: string[] = [];
  const found = new Set<string>();
  for (const line of tree.split('\n')) {
    const [, indent = '', part = '', methods] =
      /^((?:[│ ] {3})*)[├└]── (\S*)(?: \((.*)\))?$/.exec(line) ?? [];
    if (part === '') continue;
    const level = indent.length / 4;
    parents[level] = part;
    parents.length = level + 1;
    const url = parents.join('').replace(/:\w+|\*/g, ':');
    // Preflights are answered at every path.
    if (methods !== undefined && methods !== 'OPTIONS') found.add(url);
  }
  return [...found];
}
