import { expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger';
import type { Child, ChildExit } from './child';
import { supervise } from './supervisor';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });

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
  let becomeReady: (child: Child) => void = () => undefined;
  const ready = new Promise<Child>((resolve) => {
    becomeReady = resolve;
  });
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
