import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { serveForTest } from '../../platform/testing/serve-for-test';

const priced = { sku: 'A', price: { amount: '1.00', currency: 'EUR' } };
const sells = { data: { products: { nodes: [priced] } } };

/** A gateway that answers as the API's contract says. */
async function serve(readyStatus: number, answer: object): Promise<string> {
  const { url } = await serveForTest((request, response) => {
    const isReady = request.url === '/ready';
    response.writeHead(isReady ? readyStatus : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isReady ? {} : answer));
  });
  return url;
}

const smoke = (url: string) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const program = path.join(repositoryRoot, '.ci/smoke.mjs');
    execFile(
      process.execPath,
      [program, '--url', url, '--attempts', '1'],
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });

test('a shop that is ready and sells passes', async () => {
  const url = await serve(200, sells);
  expect(await smoke(`${url}/`)).toEqual({ code: 0, output: `${url} is ready and sells.\n` });
});

test.each([
  ['is not ready', 503, sells, '/ready answers HTTP 503'],
  ['answers errors', 200, { errors: [{ message: 'broken' }] }, 'products: broken'],
  ['sells nothing', 200, { data: { products: { nodes: [] } } }, 'there is none with a price'],
])('a shop that %s fails', async (_what, status, answer, message) => {
  const { code, output } = await smoke(await serve(status, answer));
  expect(code).toBe(1);
  expect(output).toContain(message);
});
