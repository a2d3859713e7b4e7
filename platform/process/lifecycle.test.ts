import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { startProgram } from '../testing/program';
import { createLifecycle } from './lifecycle';

const logger = () => null;

function lifecycle(): { life: ReturnType<typeof createLifecycle>; codes: number[]; log: string[] } {
  const codes: number[] = [];
  const life = createLifecycle({ logger, signals: false, exit: (code) => codes.push(code) });
  return { life, codes, log: [] };
}

test('stops what was started, the last first', async () => {
  const { life, codes, log } = lifecycle();
  life.onStop('database', 1_000, () => void log.push('database'));
  life.onStop('server', 1_000, async () => void log.push('server'));
  await life.end(0);
  expect(log).toEqual(['server', 'database']);
  expect(codes).toEqual([0]);
  expect(life.isEnding).toBe(true);
  await life.ending;
});

test('a part that fails or is late does not keep the others running, and sets the exit code', async () => {
  const { life, codes, log } = lifecycle();
  life.onStop('database', 1_000, () => void log.push('database'));
  life.onStop('stuck', 20, () => new Promise(() => undefined));
  life.onStop('broken', 1_000, () => {
    throw new Error('broken');
  });
  await life.end(0);
  expect(log).toEqual(['database']);
  expect(codes).toEqual([1]);
});

test('exits at its deadline, however long its parts take', async () => {
  const codes: number[] = [];
  const exit = (code: number) => codes.push(code);
  const life = createLifecycle({ logger, signals: false, exit, stopDeadlineMs: 20 });
  life.onStop('stuck', 10_000, () => new Promise(() => undefined));
  void life.end(0);
  await expect.poll(() => codes).toEqual([1]);
});

test('ends once, however often it is stopped', async () => {
  const { life, codes, log } = lifecycle();
  life.onStop('server', 1_000, () => void log.push('server'));
  await Promise.all([life.end(0), life.end(1)]);
  expect(log).toEqual(['server']);
  expect(codes).toEqual([0]);
});

describe('in a process of its own', () => {
  const source = (then: string) => `
    const { createLifecycle } = require('./platform/process/lifecycle');
    const life = createLifecycle({ logger: () => null });
    const timer = setInterval(() => undefined, 1000);
    life.onStop('timer', 1000, () => process.send('stopped'));
    ${then}
    process.send('up');`;

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s stops everything, with code 0',
    async (signal) => {
      const program = startProgram(source(''));
      expect(await program.firstMessage).toBe('up');
      const message = once(program.process, 'message');
      const exit = once(program.process, 'exit');
      program.process.kill(signal);
      expect((await message)[0]).toBe('stopped');
      expect(await exit).toEqual([0, null]);
    },
  );

  test('a failed start stops what was started, with exit code 1', async () => {
    const program = startProgram(source(`life.fail('(this line belongs to a test)');`));
    const exit = once(program.process, 'exit');
    expect(await program.firstMessage).toMatch(/up|stopped/);
    expect(await exit).toEqual([1, null]);
  });
});
