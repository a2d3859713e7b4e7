import { expect, test } from 'vitest';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { Revival } from './revival';
import { noReleases, type Version } from './state';

const version = { pid: 1, startTime: '1', build: '/srv/shop', commit: 'abc', port: 5000 };

test('a start that a command has interrupted resumes without a pause', async () => {
  let starts = 0;
  const deployment = {
    activeVersion: () => null,
    revive: async (_version: Version, signal: AbortSignal) => {
      starts += 1;
      if (starts === 1) revival.interrupt();
      signal.throwIfAborted();
    },
  };
  const revival = new Revival(deployment, logger, true);
  const versions = { blue: { ...version, slot: 'blue' as const } };
  const state = { ...noReleases, active: 'blue' as const, versions };
  await revival.look(state);
  await revival.look(state);
  expect(starts).toBe(2);
});

test('a version that has ended is started with the settings of its own release', async () => {
  const started: string[] = [];
  const settings = (name: string) => ({
    activeVersion: () => null,
    revive: async () => void started.push(name),
  });
  const revived = async (slot: 'blue' | 'green', isNewSupervisor: boolean) => {
    const revival = new Revival(settings('those of the supervisor'), logger, true);
    if (!isNewSupervisor) {
      revival.use('blue', settings('those of blue'));
      revival.use('green', settings('those of green'));
    }
    const versions = { [slot]: { ...version, slot } };
    await revival.look({ ...noReleases, active: slot, versions });
  };
  await revived('green', false);
  // It is active again after a rollback.
  await revived('blue', false);
  await revived('blue', true);
  expect(started).toEqual(['those of green', 'those of blue', 'those of the supervisor']);
});
