import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RemoteSubgraph } from './remote-execute';
import type { ServedExecute } from './serve-execute';
import { certifiedForFile } from './testing/certified-processes';

const scope = {
  viewer: { kind: 'anonymous' as const, address: '192.0.2.1' },
  requestId: 'r-1',
  signal: AbortSignal.timeout(30_000),
};

const processes = certifiedForFile('service', 'gateway', 'worker');
let served: ServedExecute;
let gateway: RemoteSubgraph;
let worker: RemoteSubgraph;

beforeAll(async () => {
  const execute = async ({ variables }: { variables?: Record<string, unknown> }) => ({
    data: { echo: variables?.text },
  });
  served = await processes.serve({
    public: { execute, callers: ['gateway'], answerLimits: { answerBytes: 5_000_000 } },
    internal: { execute, callers: ['worker'] },
  });
  gateway = processes.reach(served.port);
  worker = processes.reach(served.port, 'worker');
});
afterAll(async () => {
  for (const remote of [gateway, worker]) remote?.close();
  await served?.stop();
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
