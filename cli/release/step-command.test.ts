import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isAlive, waitUntil } from '../../platform/process/process-table';
import { runStepCommand } from './step-command';

const soonMs = 20_000;
const settings = { workingFolder: tmpdir(), deadlineSeconds: 60 };
const environment = { PATH: process.env.PATH ?? '', TOKEN: 'secret' };

function run(command: string, more: { deadlineSeconds?: number; signal?: AbortSignal } = {}) {
  const lines: string[] = [];
  const { signal = new AbortController().signal, deadlineSeconds = 60 } = more;
  const given = { ...settings, deadlineSeconds, command, environment };
  const call = { url: 'http://127.0.0.1:5000', percent: 25, signal };
  const ended = runStepCommand(given, { ...call, log: (line) => lines.push(line) });
  return { ended, lines };
}

test('a command gets the address, the share and the environment of the release', async () => {
  const { ended, lines } = run('echo "$RELEASE_URL $RELEASE_PERCENT $TOKEN"; pwd -P >&2');
  expect(await ended).toBeNull();
  await expect.poll(() => lines.length).toBe(2);
  expect(lines).toContain('check: http://127.0.0.1:5000 25 secret');
});

test.each([
  ['exit 3', 'the check failed with exit code 3'],
  ['no-such-command-here', 'the check failed with exit code 127'],
  ['kill -9 $$', 'the check failed with a signal'],
])('%s rolls back', async (command, reason) => {
  expect(await run(command).ended).toBe(reason);
});

const sleeper = 'sleep 1000 & echo $!; wait';
const pidIn = async (lines: string[]) => {
  await expect.poll(() => lines.length, { timeout: soonMs }).toBe(1);
  return Number(lines[0]?.replace('check: ', ''));
};

test('one that takes too long rolls back, and what it started ends', async () => {
  const { ended, lines } = run(sleeper, { deadlineSeconds: 1 });
  expect(await ended).toBe('the check did not end within 1 s');
  const pid = await pidIn(lines);
  expect(await waitUntil(() => !isAlive(pid), soonMs)).toBe(true);
});

test('one that nobody waits for ends', async () => {
  const ending = new AbortController();
  const { ended, lines } = run(sleeper, { signal: ending.signal });
  const pid = await pidIn(lines);
  ending.abort();
  expect(await ended).toBeNull();
  expect(await waitUntil(() => !isAlive(pid), soonMs)).toBe(true);
});
