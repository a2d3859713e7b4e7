import { expect, test } from 'vitest';
import type { Execute } from '../graphql/execute';
import { certifiedForFile } from './testing/certified-processes';

const { serve, reach } = certifiedForFile('service', 'gateway');

test('a public call may read replicas if its caller says so, and an internal one never', async () => {
  const execute: Execute = async (_, scope) => ({ data: { allowed: scope.mayReadReplicas } });
  const schema = { execute, callers: ['gateway'] };
  const served = await serve({ public: schema, internal: schema });
  const remote = reach(served.port);
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
