import { expect, test } from 'vitest';
import { startProgram } from '../testing/program';
import { endChild, startChild } from './child';
import { commandOf, isAlive, waitUntil } from './process-table';

const deadlineMs = 30_000;

test('passes on the output line by line, and the exit code', async () => {
  const lines: string[] = [];
  const child = await startChild({
    command: 'sh',
    args: ['-c', 'echo one; echo two >&2; exit 3'],
    deathSignal: 'SIGTERM',
    onLine: (line) => lines.push(line),
  });
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(await waitUntil(() => lines.length === 2, deadlineMs)).toBe(true);
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('keeps our settings and secrets out of its environment', async () => {
  process.env.SOME_SECRET = 'hidden';
  const lines: string[] = [];
  const child = await startChild({
    command: 'env',
    args: [],
    deathSignal: 'SIGTERM',
    environment: { GIVEN: 'yes' },
    onLine: (line) => lines.push(line),
  });
  await child.exited;
  expect(await waitUntil(() => lines.includes('GIVEN=yes'), deadlineMs)).toBe(true);
  expect(lines.join()).not.toContain('SOME_SECRET');
});

test('kills a child that ignores the signal', async () => {
  const child = await startChild({
    command: 'sh',
    args: ['-c', 'trap "" TERM; while :; do sleep 0.05; done'],
    deathSignal: 'SIGTERM',
  });
  await endChild(child, [['SIGTERM', 200]]);
  expect(isAlive(child.pid)).toBe(false);
});

test('a child does not outlive a starter that is killed', async () => {
  const program = startProgram(`
    const { startChild } = require('./platform/process/child');
    startChild({ command: 'sleep', args: ['60'], deathSignal: 'SIGTERM' }).then((child) =>
      process.send(child.pid),
    );
    setInterval(() => undefined, 1000);`);
  const pid = Number(await program.firstMessage);
  // setpriv(1) runs first, under the same id, and arranges the signal.
  expect(await waitUntil(() => commandOf(pid) === 'sleep 60', deadlineMs)).toBe(true);
  program.process.kill('SIGKILL');
  expect(await waitUntil(() => !isAlive(pid), deadlineMs)).toBe(true);
});

test('a missing program is an error, not a crash', async () => {
  const child = await startChild({
    command: 'there-is-no-such-program',
    args: [],
    deathSignal: 'SIGTERM',
  }).catch((error: Error) => error);
  // setpriv looks for the program after the start, so that its absence is an exit code.
  const outcome = child instanceof Error ? child.message : (await child.exited).code;
  expect(outcome).toSatisfy((found: unknown) => found !== 0);
});
