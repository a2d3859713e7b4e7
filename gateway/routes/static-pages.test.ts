import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { pagePolicy } from '../http/security-headers';
import { staticPage } from './static-pages';

const names = { application: `test-application-${process.pid}`, site: `test-site-${process.pid}` };
const pagesFolder = path.join(repositoryRoot, 'dist/pages');
const script = 'console.log("hello");\n';
let app: FastifyInstance;
let url: string;

function write(file: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(pagesFolder, file)), { recursive: true });
  writeFileSync(path.join(pagesFolder, file), content);
}

beforeAll(async () => {
  write(`${names.application}/index.html`, '<!doctype html><title>App</title>');
  write(`${names.application}/assets/app-1a2b.js`, script);
  write(`${names.application}/assets/app-1a2b.js.br`, brotliCompressSync(script));
  write(`${names.site}/index.html`, '<!doctype html><title>Start</title>');
  write(`${names.site}/guide/index.html`, '<!doctype html><title>Guide</title>');
  write(`${names.site}/guide.md`, '# Guide\n');
  write(`${names.site}/404.html`, '<!doctype html><title>Not here</title>');
  app = Fastify({ exposeHeadRoutes: false });
  staticPage(app, { name: names.application, kind: 'application' });
  staticPage(app, { name: names.site, kind: 'site' });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app?.close();
  for (const name of Object.values(names)) {
    rmSync(path.join(pagesFolder, name), { recursive: true, force: true });
  }
});

async function get(address: string, init: RequestInit = {}) {
  const response = await fetch(`${url}/${address}`, init);
  return { response, text: await response.text() };
}

describe('an application', () => {
  test.each(['', '/', '/orders/42', '/products/LAMP.2', '/orders?status=SHIPPED'])(
    'is one page at %s',
    async (at) => {
      const { response, text } = await get(names.application + at);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(text).toContain('<title>App</title>');
      expect(response.headers.get('content-security-policy')).toBe(pagePolicy);
    },
  );

  test('answers HEAD with its policy and without a body', async () => {
    const { response, text } = await get(names.application, { method: 'HEAD' });
    expect([response.status, text]).toEqual([200, '']);
    expect(response.headers.get('content-security-policy')).toBe(pagePolicy);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  });

  test('lets a file with a hash in its name be kept, and its page be revalidated', async () => {
    const file = await get(`${names.application}/assets/app-1a2b.js`);
    expect(file.text).toBe(script);
    expect(file.response.headers.get('cache-control')).toContain('immutable');
    const page = await get(names.application);
    expect(page.response.headers.get('cache-control')).toBe('no-cache');
    const entityTag = page.response.headers.get('etag') ?? '';
    const again = await get(names.application, { headers: { 'if-none-match': entityTag } });
    expect([again.response.status, again.text]).toEqual([304, '']);
  });

  test('sends the page of a version whose files have the same size and time', async () => {
    const kept = (await get(names.application)).response.headers.get('etag');
    const headers = { 'if-none-match': kept ?? '' };
    const file = path.join(pagesFolder, names.application, 'index.html');
    const { atime, mtime } = statSync(file);
    write(`${names.application}/index.html`, '<!doctype html><title>New</title>');
    utimesSync(file, atime, mtime);
    const next = Fastify();
    staticPage(next, { name: names.application, kind: 'application' });
    const answer = await next.inject({ url: `/${names.application}`, headers });
    expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('New')]);
    await next.close();
  });

  test.each([
    ['br', 'br'],
    ['gzip, deflate, br;q=0.9', 'br'],
    ['gzip', null],
    ['br;q=0', null],
  ])('with Accept-Encoding %s is sent as %s', async (accepted, encoding) => {
    const headers = { 'accept-encoding': accepted };
    const { response, text } = await get(`${names.application}/assets/app-1a2b.js`, { headers });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    expect(text).toBe(script);
  });

  test('has no file that is not in its folder', async () => {
    for (const at of ['assets/gone.js', '..%2f..%2fpackage.json', 'assets/app-1a2b.js.br']) {
      expect((await get(`${names.application}/${at}`)).response.status).toBe(404);
    }
  });
});

describe('a site', () => {
  test.each([
    ['', 'Start'],
    ['/guide', 'Guide'],
    ['/guide/', 'Guide'],
    ['/guide.md', '# Guide'],
  ])('at %s is %s', async (at, title) => {
    const { response, text } = await get(names.site + at);
    expect(response.status).toBe(200);
    expect(text).toContain(title);
  });

  test('answers other addresses with its own page and 404', async () => {
    const { response, text } = await get(`${names.site}/nothing/here`);
    expect([response.status, text.includes('Not here')]).toEqual([404, true]);
  });
});

test('a page that is not built stops the start', () => {
  const other = Fastify();
  expect(() => staticPage(other, { name: 'never-built', kind: 'site' })).toThrow(/npm run build/);
});
