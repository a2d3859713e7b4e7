import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { makeCertificates, tlsFilesOf } from './certificates';
import { type RemoteSubgraph, remoteSubgraph } from './remote-execute';
import { type ServedExecute, serveExecute } from './serve-execute';
import { readTlsFiles } from './tls';

const viewerSecret = 'a secret between processes, 0123456789';

const scope = {
  viewer: { kind: 'anonymous' as const, address: '192.0.2.1' },
  requestId: 'r-1',
  signal: AbortSignal.timeout(30_000),
};

let folder: string;
let served: ServedExecute;
let gateway: RemoteSubgraph;
let worker: RemoteSubgraph;

const identityOf = (name: string) => readTlsFiles(tlsFilesOf(folder, name));

function reach(as: string): RemoteSubgraph {
  const url = `https://127.0.0.1:${served.port}`;
  return remoteSubgraph({ url, name: 'service', tls: identityOf(as), viewerSecret, logger });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  await makeCertificates(folder, ['service', 'gateway', 'worker']);
  const execute = async ({ variables }: { variables?: Record<string, unknown> }) => ({
    data: { echo: variables?.text },
  });
  served = await serveExecute({
    public: { execute, callers: ['gateway'], answerLimits: { answerBytes: 5_000_000 } },
    internal: { execute, callers: ['worker'] },
    isReady: async () => true,
    tls: identityOf('service'),
    host: '127.0.0.1',
    port: 0,
    viewerSecret,
    logger,
  });
  [gateway, worker] = [reach('gateway'), reach('worker')];
});
afterAll(async () => {
  for (const remote of [gateway, worker]) remote?.close();
  await served?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const echo = (text: string) => ({ query: '{ echo }', variables: { text } });

test('an answer of too many bytes is not sent to the gateway', async () => {
  // Each of these characters takes three bytes.
  const { data, errors } = await gateway.public(echo('\u4e00'.repeat(2_000_000)), scope);
  expect(data).toBeNull();
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'OPERATION_TOO_COMPLEX' }]);
  const allowed = await gateway.public(echo('x'.repeat(4_900_000)), scope);
  expect(allowed.data?.echo).toHaveLength(4_900_000);
});

test('services may request more from each other', async () => {
  const { data } = await worker.internal(echo('x'.repeat(6_000_000)), scope);
  expect(data?.echo).toHaveLength(6_000_000);
});
