import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { rawAnswer } from '../testing/raw-answer';
import { answerOf, codeIn, gatewayForFile, testGateway } from '../testing/running-gateway';

const server = { publicUrl: 'http://api.shop.test:4000', allowedHosts: ['proxy.test'] };
const gateway = gatewayForFile({ configuration: { environment: 'development', server } });
let endpoint: string;
beforeAll(() => {
  endpoint = `${gateway.url}/graphql`;
});

const query = JSON.stringify({ query: '{ me { name } }' });

const raw = (text: string, url = gateway.url) => rawAnswer(url, text);

describe('every answer', () => {
  it.each(['/graphql', '/health', '/ready', '/metrics', '/nowhere', '/%zz'])(
    'carries a request id and security headers: %s',
    async (path) => {
      const { headers } = await fetch(gateway.url + path);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('keeps the request id of the caller if it is well formed', async () => {
    const kept = await fetch(`${gateway.url}/health`, {
      headers: { 'x-request-id': 'edge-0001:abc' },
    });
    expect(kept.headers.get('x-request-id')).toBe('edge-0001:abc');
    const replaced = await fetch(`${gateway.url}/health`, {
      headers: { 'x-request-id': '<script>alert(1)</script>' },
    });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a malformed request', () => {
  it.each([
    ['JSON', '{ "query": '],
    ['nothing', ''],
    ['a batch', `[${query}]`],
    ['a text', '"query"'],
    ['a body without a query', '{"variables":{}}'],
    ['a query that is no text', '{"query":{"kind":"Document"}}'],
    ['variables that are no object', '{"query":"{ me { id } }","variables":[1]}'],
    ['variables in a text', '{"query":"{ me { id } }","variables":"{}"}'],
    ['an operation name that is no text', '{"query":"{ me { id } }","operationName":7}'],
    ['a prototype', '{"query":"{ me { id } }","variables":{"__proto__":{"a":1}}}'],
  ])('is BAD_REQUEST 400: %s', async (_what, body) => {
    const answer = await gateway.post(body);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.errors?.[0]?.extensions).toEqual({
      code: 'BAD_REQUEST',
      docUrl: expect.stringContaining('#bad_request'),
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('is BAD_REQUEST 400 when it is no HTTP', async () => {
    const answer = await raw('HELLO\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toMatch(/X-Request-Id: /);
    expect(answer).toContain('BAD_REQUEST');
    expect(answer).toContain('http://api.shop.test:4000/docs/reference/errors/#bad_request');
  });

  it('is BAD_REQUEST 400 without a usable host', async () => {
    const answer = await raw('GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });

  it.each([
    ['two hosts', 'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example'],
    ['the same host twice', 'GET /health HTTP/1.1\r\nHost: localhost\r\nhOST: localhost'],
    ['no host', 'GET /health HTTP/1.1'],
    ['a fragment', 'GET /health#a HTTP/1.1\r\nHost: localhost'],
  ])('is BAD_REQUEST 400 with %s', async (_what, head) => {
    const answer = await raw(`${head}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toMatch(/^x-request-id: /im);
  });

  it('is served although its expectation is not known', async () => {
    const head = 'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nConnection: close';
    const answer = await raw(`${head}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toMatch(/^x-request-id: /im);
  });

  it.each([
    ['localhost', 200],
    ['127.0.0.1:4000', 200],
    ['[::1]:4000', 200],
    ['api.shop.test', 200],
    ['proxy.test:8080', 200],
    ['evil.example', 400],
    ['localhost.evil.example:4000', 400],
    ['127.0.0.1.evil.example', 400],
  ])('is a host of another name in development: %s %i', async (host, status) => {
    const answer = await raw(`GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('is not redirected to another host', async () => {
    await using elsewhere = await testGateway({
      configuration: { server: { host: '0.0.0.0' }, environment: 'development' },
    });
    const head = 'GET /health HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n';
    expect(await raw(head, elsewhere.url)).toMatch(/^HTTP\/1.1 200 /);
  });

  it('is BAD_REQUEST 431 when the headers are too large', async () => {
    const answer = await raw(
      `GET /health HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
  });

  it('is BAD_REQUEST 400 from a page of another site (CSRF)', async () => {
    const response = await fetch(`${endpoint}?query=${encodeURIComponent('{ me { name } }')}`);
    const answer = await answerOf(response);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('methods and media types', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])(
    '%s is 405 and says what is allowed',
    async (method) => {
      const response = await fetch(endpoint, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS']);
    },
  );

  it('a mutation by GET is 405', async () => {
    const mutation = encodeURIComponent('mutation { greet(email: "a@example.com") }');
    const headers = { 'apollo-require-preflight': 'true' };
    const answer = await answerOf(await fetch(`${endpoint}?query=${mutation}`, { headers }));
    expect([answer.status, codeIn(answer)]).toEqual([405, 'BAD_REQUEST']);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/graphql',
    'application/json; charset=latin1',
  ])('a body as %s is 415', async (type) => {
    const answer = await answerOf(
      await fetch(endpoint, { method: 'POST', headers: { 'content-type': type }, body: query }),
    );
    expect([answer.status, codeIn(answer)]).toEqual([415, 'BAD_REQUEST']);
  });

  it('a body in another encoding is 400', async () => {
    const body = Buffer.from('{"query":"{ nothing }","variables":{"street":"Weg 7 ü"}}', 'latin1');
    const headers = { 'content-type': 'application/json' };
    const answer = await answerOf(await fetch(endpoint, { method: 'POST', headers, body }));
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('a compressed body is 415', async () => {
    const answer = await gateway.post(query, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
  });

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      'application/graphql-response+json',
    ],
    ['application/json;q=0.5, application/*', 'application/graphql-response+json'],
  ])('Accept %s is answered as %s', async (accept, type) => {
    const { headers } = await gateway.post(query, accept === undefined ? {} : { accept });
    expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  it('an unknown address is 404', async () => {
    const answer = await answerOf(await fetch(`${gateway.url}/nowhere`));
    expect([answer.status, codeIn(answer)]).toEqual([404, 'NOT_FOUND']);
  });
});

it('a client that leaves within its body is no error of ours', async () => {
  gateway.logged.length = 0;
  const metrics = () => gateway.registry.metrics();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 100\r\n\r\n{"query":`);
  await expect.poll(metrics).toMatch(/^gateway_held_body_bytes [1-9]/m);
  const before = await metrics();
  socket.destroy();
  const refused = /^gateway_refusals_total\{code="(\w+)"\} (\d+)$/gm;
  const counted = (text: string) => [...text.matchAll(refused)].map(([, ...found]) => found.join());
  await expect.poll(async () => counted(await metrics())).not.toEqual(counted(before));
  expect(counted(await metrics())).toContain('INTERNAL_SERVER_ERROR,0');
  expect(gateway.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

describe('browsers on other origins', () => {
  const preflight = (origin: string, headers: string) =>
    fetch(endpoint, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': headers,
      },
    });

  it.each([
    'http://localhost:5173',
    'http://localhost',
    'https://studio.apollographql.com',
    'https://sandbox.embed.apollographql.com',
  ])('may read answers: %s', async (origin) => {
    const { headers } = await gateway.post(query, { origin });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('vary')).toContain('Origin');
    const exposed = headers.get('access-control-expose-headers');
    for (const name of ['X-RateLimit-Limit', 'RateLimit', 'ETag', 'Retry-After', 'X-Request-Id']) {
      expect(exposed).toContain(name);
    }
  });

  it.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'https://localhost:5173',
    'https://studio.apollographql.com.evil.example',
    'null',
  ])('may not: %s', async (origin) => {
    const { headers } = await gateway.post(query, { origin });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('learn from a preflight which headers they may send', async () => {
    const asked =
      'authorization,content-type,x-api-key,apollographql-client-name,x-apollo-operation-name,' +
      'apollo-require-preflight,idempotency-key,traceparent,sentry-trace,x-app-version';
    const { status, headers } = await preflight('http://localhost:5173', asked);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(asked.split(','));
  });

  it('learn from a preflight that they may not call at all', async () => {
    const { headers } = await preflight('https://evil.example', 'authorization');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('access-control-allow-headers')).toBeNull();
  });

  it('are refused when the list is empty, as in production', async () => {
    await using closed = await testGateway({ configuration: { server: { corsOrigins: [] } } });
    const { headers } = await closed.post(query, { origin: 'http://localhost:5173' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
