import { expect, test } from 'vitest';
import type { Execute } from '../graphql/execute';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { makeCertificates, tlsFilesOf } from './certificates';
import { remoteSubgraph } from './remote-execute';
import { serveExecute } from './serve-execute';
import { readTlsFiles } from './tls';

const viewerSecret = 'the-secret-of-two-processes-in-a-test';
const folder = folderForFile();

test('a public call may read replicas if its caller says so, and an internal one never', async () => {
  await makeCertificates(folder, ['service', 'gateway']);
  const identityOf = (name: string) => readTlsFiles(tlsFilesOf(folder, name));
  const execute: Execute = async (_, scope) => ({ data: { allowed: scope.mayReadReplicas } });
  const schema = { execute, callers: ['gateway'] };
  const address = { host: '127.0.0.1', port: 0 };
  const served = await serveExecute({
    public: schema,
    internal: schema,
    isReady: async () => true,
    tls: identityOf('service'),
    ...address,
    viewerSecret,
    logger,
  });
  const url = `https://127.0.0.1:${served.port}`;
  const tls = identityOf('gateway');
  const remote = remoteSubgraph({ url, name: 'service', tls, viewerSecret, logger });
  try {
    const viewer = { kind: 'system', cause: 'test' } as const;
    const scope = { viewer, requestId: 'r-1', signal: AbortSignal.timeout(60_000) };
    const ask = async (call: Execute, allowed?: boolean) =>
      (await call({ query: '{ a }' }, { ...scope, mayReadReplicas: allowed })).data?.allowed;
    expect(await ask(remote.public, true)).toBe(true);
    expect(await ask(remote.public, false)).toBe(false);
    expect(await ask(remote.public)).toBe(false);
    expect(await ask(remote.internal, true)).toBe(false);
  } finally {
    remote.close();
    await served.stop();
  }
});
