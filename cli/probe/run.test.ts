import { Registry } from 'prom-client';
import { afterEach, expect, test, vi } from 'vitest';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { createProbe } from './probe';
import { probeForever } from './run';

afterEach(() => void vi.restoreAllMocks());

/** What a probe prints of an address that is down in the first round and ready in the third. */
async function printedBy(json: boolean): Promise<string[]> {
  let output = '';
  const stopping = new AbortController();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    if (output.includes('ok (') || output.includes('"fault":null')) stopping.abort();
    return true;
  });
  let rounds = 0;
  const { url } = await serveForTest((request, response) => {
    if (request.url === '/ready') rounds += 1;
    response.writeHead(request.url === '/ready' && rounds > 2 ? 200 : 503).end('{}');
  });
  const probe = createProbe({ url, sku: 'A-1', country: 'DE', registry: new Registry() });
  await probeForever(probe, { json: json || undefined, every: 0.01 }, stopping.signal);
  return output.trimEnd().split('\n');
}

test('a probe that continues prints a fault when it begins and when it ends', async () => {
  expect(await printedBy(false)).toEqual([
    expect.stringMatching(/^\d{4}-\S+Z ready: HTTP 503 \(\d+ ms\)$/),
    expect.stringMatching(/^\d{4}-\S+Z quote: HTTP 503 \(\d+ ms\)$/),
    expect.stringMatching(/^\d{4}-\S+Z ready: ok \(\d+ ms\)$/),
  ]);
});

test('with --json it prints an object for each of them', async () => {
  const printed = (await printedBy(true)).map((line) => JSON.parse(line));
  const at = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/);
  const tookMs = expect.any(Number);
  expect(printed).toEqual([
    { at, check: 'ready', fault: 'HTTP 503', tookMs },
    { at, check: 'quote', fault: 'HTTP 503', tookMs },
    { at, check: 'ready', fault: null, tookMs },
  ]);
});
