import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificates, tlsFilesOf } from '../remote/certificates';
import { folderForFile } from '../testing/temporary-folder';
import { CountingAgent, outgoingMetrics } from './outgoing-metrics';

const folder = folderForFile();
const files = tlsFilesOf(folder, 'provider');
let server: Server;
beforeAll(async () => {
  await makeCertificates(folder, ['provider']);
  const [cert, key] = [readFileSync(files.certificateFile), readFileSync(files.keyFile)];
  server = createServer({ cert, key }, (_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close().closeAllConnections());

function call(agent: CountingAgent): Promise<void> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, servername: 'provider', agent };
    const sent = request(to, (response) => {
      response.resume().once('end', resolve);
    });
    sent.once('error', reject);
    sent.end();
  });
}

test('connections of an agent of node:https are counted once, whether they open or not', async () => {
  const registry = new Registry();
  const metrics = outgoingMetrics(registry, 'payments');
  const trusting = new CountingAgent(metrics, readFileSync(files.authorityFile, 'utf8'));
  await call(trusting);
  await call(trusting);
  trusting.destroy();
  await expect(call(new CountingAgent(metrics, undefined))).rejects.toThrow('verify');
  await expect
    .poll(() => registry.metrics())
    .toContain('outgoing_connections_total{target="payments",outcome="failed"} 1');
  expect(await registry.metrics()).toContain(
    'outgoing_connections_total{target="payments",outcome="opened"} 1',
  );
});
