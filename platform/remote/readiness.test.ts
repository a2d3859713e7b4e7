import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { Execute } from '../graphql/execute';
import type { RemoteSubgraph } from './remote-execute';
import { certifiedForFile } from './testing/certified-processes';

const execute: Execute = async () => ({ data: null });

const processes = certifiedForFile('service', 'gateway', 'worker', 'stranger');
const opened: RemoteSubgraph[] = [];
afterAll(() => {
  for (const remote of opened) remote.close();
});

const serve = (isReady: () => Promise<boolean>) =>
  processes.serve({
    public: { execute, callers: ['gateway'] },
    internal: { execute, callers: ['worker'] },
    isReady,
  });

function reach(port: number, as?: string): RemoteSubgraph {
  const remote = processes.reach(port, as);
  opened.push(remote);
  return remote;
}

test.each([true, false])(
  'the answer %s reaches all callers, and simultaneous ones share it',
  async (said) => {
    let asked = 0;
    const served = await serve(async () => {
      asked += 1;
      return said;
    });
    const remote = reach(served.port);
    const answers = await Promise.all(Array.from({ length: 20 }, () => remote.isReady()));
    expect(new Set(answers)).toEqual(new Set([said]));
    expect(asked).toBe(1);
    await served.stop();
  },
);

test('callers of the internal schema hear it, too, and nobody else', async () => {
  const served = await serve(async () => true);
  expect(await reach(served.port, 'worker').isReady()).toBe(true);
  expect(await reach(served.port, 'stranger').isReady()).toBe(false);
  await served.stop();
});

test('a missing process and a hanging one count as unreachable', async () => {
  const gone = await serve(async () => true);
  await gone.stop();
  await expect(reach(gone.port).isReady()).rejects.toThrow();
  const standing = await serve(() => new Promise(() => undefined));
  const remote = reach(standing.port);
  await expect(remote.isReady()).rejects.toThrow('took more than');
  remote.close();
  await standing.stop();
});

test.each([
  ['a process that fails', 500],
  ['a process with too much to do', 503],
])('%s answers %i: it is not ready', async (_who, status) => {
  const server = createServer(processes.identityOf('service'), (_request, response) => {
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const remote = reach((server.address() as AddressInfo).port);
  expect(await remote.isReady()).toBe(false);
  remote.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
