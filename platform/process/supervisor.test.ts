import { expect, test } from 'vitest';
import { startProgram, type TestProgram } from '../testing/program';
import { silentLogger as logger } from '../testing/silent-logger';
import type { Child, ChildExit } from './child';
import { supervise } from './supervisor';

class FakeChild implements Child {
  readonly signals: NodeJS.Signals[] = [];
  end: (exit: ChildExit) => void = () => undefined;
  readonly exited = new Promise<ChildExit>((resolve) => {
    this.end = resolve;
  });

  constructor(readonly pid: number) {}

  kill(signal: NodeJS.Signals): void {
    this.signals.push(signal);
    this.end({ code: 0, signal: null });
  }
}

function supervised(launch: (pid: number) => Promise<Child>) {
  const first = new FakeChild(1);
  let pid = 1;
  const lost: string[] = [];
  const kept = supervise(first, {
    name: 'orders',
    logger,
    endSignals: [['SIGTERM', 1_000]],
    launch: () => {
      pid += 1;
      return launch(pid);
    },
    onLost: (reason) => lost.push(reason),
  });
  return { first, kept, lost, launched: () => pid - 1 };
}

test('a second child replaces the first, which stops once the second is ready', async () => {
  const second = new FakeChild(2);
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<Child>();
  const { first, kept, launched } = supervised(() => ready);
  const replaced = kept.replace();
  await expect(kept.replace()).rejects.toThrow('already stopping or restarting');
  expect(first.signals).toEqual([]);
  becomeReady(second);
  await replaced;
  expect(first.signals).toEqual(['SIGTERM']);
  expect(kept.pid).toBe(2);
  expect(launched()).toBe(1);
  await kept.stop();
  expect(second.signals).toContain('SIGTERM');
});

test('if the second child does not start, the first continues', async () => {
  const { first, kept, lost } = supervised(() => Promise.reject(new Error('no port')));
  await expect(kept.replace()).rejects.toThrow('no port');
  expect(kept.pid).toBe(1);
  expect(first.signals).toEqual([]);
  expect(lost).toEqual([]);
  await kept.stop();
});

test('a child that dies while it is replaced is not started a third time', async () => {
  const second = new FakeChild(2);
  const { first, kept, launched } = supervised(async () => {
    first.end({ code: null, signal: 'SIGKILL' });
    return second;
  });
  await kept.replace();
  // A restart would begin after half a second.
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(launched()).toBe(1);
  expect(kept.pid).toBe(2);
  await kept.stop();
});

/** Supervises a child that ends by SIGTERM at once, and says what it logs, and its end. */
const group = `
  const { createLifecycle } = require('./platform/process/lifecycle');
  const { startChild } = require('./platform/process/child');
  const { supervise } = require('./platform/process/supervisor');
  const errors = [];
  const log = (_data, text) => {
    errors.push(text);
    process.send({ errors });
  };
  const logger = { error: log, warn: log };
  const life = createLifecycle({ logger: () => null });
  const launch = () => startChild({ command: 'sleep', args: ['600'], deathSignal: 'SIGTERM' });
  launch().then((first) => {
    const endSignals = [['SIGTERM', 5000]];
    const kept = supervise(first, { name: 'the sleeper', logger, launch, endSignals });
    life.onStop('the sleeper', 10000, () => kept.stop());
    // A part that stops before the child does.
    life.onStop('slow', 10000, () => new Promise((resolve) => setTimeout(resolve, 1500)));
    process.on('exit', () => process.send({ errors, pid: kept.pid, isOver: true }));
    process.send({ pid: kept.pid });
  });`;

interface Said {
  readonly errors?: readonly string[];
  readonly pid: number;
  readonly isOver?: boolean;
}

/** Waits for a message of the program. */
const said = (program: TestProgram, isAwaited: (message: Said) => boolean) =>
  new Promise<Said>((resolve) => {
    program.process.on('message', (message: Said) => {
      if (isAwaited(message)) resolve(message);
    });
  });
const isEnd = ({ isOver = false }: Said): boolean => isOver;

test('a child that a signal to the whole group ends is not started again', async () => {
  const program = startProgram(group);
  const { pid } = (await program.firstMessage) as { pid: number };
  const end = said(program, isEnd);
  process.kill(pid, 'SIGTERM');
  program.process.kill('SIGTERM');
  expect(await end).toEqual({ errors: [], pid, isOver: true });
});

test('a child that ends by itself is', async () => {
  const program = startProgram(group);
  const { pid } = (await program.firstMessage) as { pid: number };
  const restarted = said(program, ({ errors }) => errors?.length === 2);
  process.kill(pid, 'SIGTERM');
  await restarted;
  const end = said(program, isEnd);
  program.process.kill('SIGTERM');
  const { errors, pid: last } = await end;
  expect(errors).toEqual(['the sleeper ended, starting it again', 'the sleeper runs again']);
  expect(last).not.toBe(pid);
});
