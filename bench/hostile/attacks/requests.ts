import { gzipSync } from 'node:zlib';
import type { HttpRequest } from '../http';
import {
  type Attack,
  bytesFor,
  type Draw,
  either,
  fresh,
  hashOf,
  nobody,
  post,
  postBody,
  stream,
  times,
} from './attack';

const tiny = '{ __typename }';
const tinyBody = JSON.stringify({ query: tiny });

const persisted = (hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

function persistedTexts(draw: Draw): HttpRequest {
  const { random } = draw;
  const id = fresh(draw);
  const noGraphql = `${id} ${'ä'.repeat(random.pick([10, 9_000, 30_000]))}`;
  const good = `query P${id} { __typename } #${'x'.repeat(random.pick([10, 19_000]))}`;
  return random.pick([
    () => stream({ query: noGraphql, extensions: persisted(hashOf(noGraphql)) }),
    () => stream({ query: good, extensions: persisted(hashOf(good)) }),
    () => postBody(JSON.stringify({ query: good, extensions: persisted(hashOf(good)) })),
    () => postBody(JSON.stringify({ query: noGraphql, extensions: persisted(hashOf(noGraphql)) })),
    () => postBody(JSON.stringify({ extensions: persisted(hashOf(id)) })),
    () => postBody(JSON.stringify({ extensions: persisted(id.repeat(1_000)) })),
    () => postBody(JSON.stringify({ extensions: persisted([id]) })),
    () => postBody(JSON.stringify({ query: good, extensions: persisted(hashOf(id)) })),
  ])();
}

function bodies(draw: Draw): HttpRequest {
  const bytes = bytesFor(draw);
  const deep = Math.floor(bytes / 12);
  const cut = { mayBeCut: true };
  return draw.random.pick<() => HttpRequest>([
    () => postBody(`{"query":"${tiny}","variables":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`),
    () => postBody(`{"query":"${tiny}","variables":{"a":${'['.repeat(deep)}${']'.repeat(deep)}}}`),
    () => postBody(`{"query":"${tiny}",${times(bytes / 20, (n) => `"k${n}":1`, ',')}}`),
    () =>
      postBody(`{"query":"${tiny}","variables":{${times(bytes / 20, (n) => `"k${n}":1`, ',')}}}`),
    () => postBody(`{"query":"${tiny}","variables":{"a":1e${'9'.repeat(bytes / 2)}}}`),
    () => postBody(`{"query":"${'\\u0061'.repeat(bytes / 8)}"}`),
    () => postBody(`[${times(bytes / 40, () => tinyBody, ',')}]`),
    () => postBody(' '.repeat(bytes)),
    () => postBody(`${' '.repeat(bytes)}${tinyBody}`),
    () => ({ ...postBody('x'.repeat(5_000_000)), ...cut }),
    () => ({
      ...postBody(gzipSync('x'.repeat(50_000_000)), { 'content-encoding': 'gzip' }),
      ...cut,
    }),
    () => ({ ...postBody(gzipSync(tinyBody), { 'content-encoding': 'br' }), ...cut }),
    () => ({
      ...postBody(`--a\r\n\r\n${'x'.repeat(bytes)}\r\n--a--`, {
        'content-type': 'multipart/form-data; boundary=a',
      }),
      ...cut,
    }),
    () => ({
      ...postBody(tinyBody, { 'content-type': `application/json;${' '.repeat(8_000)}` }),
      ...cut,
    }),
  ])();
}

function headers(draw: Draw): HttpRequest {
  const { random } = draw;
  const plain = (more: Record<string, string>) => ({ ...post(tiny, {}, more), mayBeCut: true });
  const host = `${times(random.int(1, 4), () => random.pick(['a', '-', '.', '_']), '')}:${'1'.repeat(random.int(1, 5_000))}`;
  return random.pick<() => HttpRequest>([
    () => plain({ cookie: times(600, (n) => `c${n}=${n}`, '; ') }),
    () => plain({ accept: times(800, (n) => `text/x${n};q=0.${n}`, ',') }),
    () => plain({ accept: `${'*/*,'.repeat(2_000)}` }),
    () => plain({ accept: `application/json${';a=b'.repeat(2_000)}` }),
    () => plain({ 'accept-language': 'a-'.repeat(4_000) }),
    () => plain({ 'x-forwarded-for': times(1_000, (n) => `10.0.${n % 250}.1`, ', ') }),
    () => plain({ 'x-forwarded-for': `${':'.repeat(6_000)}` }),
    () => plain({ 'x-forwarded-for': times(400, () => '127.0.0.1', ',') }),
    () => plain({ traceparent: '0'.repeat(8_000) }),
    () => plain({ host }),
    () => plain({ origin: `http://localhost:${'1'.repeat(6_000)}` }),
    () => plain({ origin: `http://${'a.'.repeat(3_000)}` }),
    () => plain({ 'if-none-match': '"a",'.repeat(3_000) }),
    () => plain(Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`h${n}`, '1']))),
    () => plain({ big: 'x'.repeat(20_000) }),
  ])();
}

function paths(draw: Draw): HttpRequest {
  const id = fresh(draw);
  const bare = { headers: {}, mayBeCut: true };
  const path = draw.random.pick([
    `/graphql?query=${encodeURIComponent('{__typename}')}#&query=x`,
    `/graphql?${times(700, (n) => `q${n}=1`, '&')}`,
    `/graphql?query=${'%7B'.repeat(4_000)}`,
    `/graphql?query=%7B__typename%7D&variables=${encodeURIComponent('{"a":'.repeat(900))}`,
    `/graphql?query=%7B__typename%7D&extensions=${encodeURIComponent('['.repeat(4_000))}`,
    `/${id}/${'a/'.repeat(5_000)}`,
    `/${'%2e%2e/'.repeat(1_500)}`,
    '/ready',
    '/health',
    '/.well-known/jwks.json',
    '/graphql/schema.graphql',
    '/metrics',
    `/payments/callback/${id}`,
  ]);
  const method = draw.random.pick(['GET', 'GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE']);
  return { ...bare, method, path };
}

/** Each request from a different network. */
function networks(draw: Draw): HttpRequest {
  const group = () => draw.random.int(1, 65_535).toString(16);
  const address = `2001:db8:${group()}:${group()}::1`;
  return post(`query N${fresh(draw)} { __typename }`, {}, { 'x-forwarded-for': address });
}

export const requestAttacks: readonly Attack[] = [
  { name: 'M3 persisted texts', askers: either, request: persistedTexts },
  { name: 'bodies', askers: either, request: bodies },
  { name: 'headers', askers: nobody, request: headers },
  { name: 'H2 paths', askers: nobody, request: paths },
  {
    name: 'M4 operations without cost',
    askers: either,
    request: () => post(tiny),
  },
  { name: 'callers of many networks', askers: nobody, request: networks },
  {
    name: 'callbacks of payments',
    askers: nobody,
    request: (draw) => ({
      method: 'POST',
      path: `/payments/callback/${draw.random.pick(['sandbox', 'stripe', 'none'])}`,
      headers: {
        'content-type': 'application/json',
        'stripe-signature': `t=1,${'v1=a,'.repeat(1_000)}`,
        'webhook-signature': 'v1,a '.repeat(1_000),
      },
      body: JSON.stringify({ a: 'x'.repeat(60_000) }),
      mayBeCut: true,
    }),
  },
  {
    name: 'L1 cursors that are forged',
    askers: ['ADMIN'],
    request: ({ random }) => {
      const instant = random.pick(['+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z']);
      const id = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
      const kind = random.pick(['placed', 'created', 'at', 'name']);
      const after = Buffer.from(JSON.stringify([kind, instant, id])).toString(
        random.pick(['base64', 'base64url']),
      );
      const field = random.pick(['orders', 'users', 'auditLog', 'products']);
      return post(`query($a: String) { ${field}(first: 1, after: $a) { edges { cursor } } }`, {
        a: after,
      });
    },
  },
  {
    name: 'L2 aliases that hide types',
    askers: ['ADMIN'],
    request: () =>
      post(
        '{ orders(first: 2) { edges { node { lines { __typename: sku sku product { name } } } } } }',
      ),
  },
];
