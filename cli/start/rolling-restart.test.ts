import { expect, test } from 'vitest';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { readRestartState, restartSignal } from '../running/restart-state';
import { followRestarts } from './rolling-restart';

const patience = { timeout: 15_000 };

async function restarted(take: (events: string[]) => unknown, broken = '') {
  const dataFolder = folderForTest();
  const events: string[] = [];
  const processes = ['users', 'gateway'].map((name) => ({
    name,
    replace: async () => {
      if (name === broken) throw new Error(`${name} does not start`);
      events.push(name);
    },
  }));
  const stop = followRestarts({
    dataFolder,
    processes,
    takeSettings: async () => {
      await take(events);
      return () => void events.push('undone');
    },
    lifecycle: { isEnding: false },
    logger,
  });
  process.emit(restartSignal, restartSignal);
  await expect.poll(() => readRestartState(dataFolder)?.isRunning, patience).toBe(false);
  const state = readRestartState(dataFolder);
  stop();
  return { events, failure: state?.failure };
}

test('processes that are replaced have the current settings', async () => {
  const { events, failure } = await restarted((known) => known.push('settings'));
  expect(events).toEqual(['settings', 'users', 'gateway']);
  expect(failure).toBeNull();
});

test('no process is replaced while the settings have a fault', async () => {
  const { events, failure } = await restarted(() => Promise.reject(new Error('a fault')));
  expect(events).toEqual([]);
  expect(failure).toBe('a fault');
});

test('if a process is not replaced, those that end later start with the former settings', async () => {
  const { events, failure } = await restarted((known) => known.push('settings'), 'gateway');
  expect(events).toEqual(['settings', 'users', 'undone']);
  expect(failure).toBe('gateway does not start');
});
