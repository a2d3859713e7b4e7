import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { createTurnQueue } from './turn-queue';

/** A task that ends when it is told to. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), task: () => opened };
}

const longMs = 60_000;
const code = (expected: string) =>
  expect.objectContaining({ extensions: expect.objectContaining({ code: expected }) });

describe('a turn queue', () => {
  it('runs one task after the other, as they came', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 10, waitMaxMs: longMs });
    const begun: string[] = [];
    let running = 0;
    const task = (name: string) => async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      begun.push(name);
      running -= 1;
    };
    await Promise.all(['a', 'b', 'c'].map((name) => queue.run(task(name))));
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(queue.waiting).toBe(0);
  });

  it('refuses the one too many at once, and says when to come again', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 1, waitMaxMs: longMs });
    const { open, task } = gate();
    const served = [queue.run(task), queue.run(task)];
    await expect(queue.run(task)).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1 },
    });
    open();
    await Promise.all(served);
    await expect(queue.run(async () => 'served')).resolves.toBe('served');
  });

  it('refuses who waited too long', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 5, waitMaxMs: 400 });
    const { open, task } = gate();
    const first = queue.run(task);
    await expect(queue.run(task)).rejects.toEqual(code('SERVICE_UNAVAILABLE'));
    expect(queue.waiting).toBe(0);
    open();
    await first;
  });

  it('refuses at once whose turn would come too late, by what others took', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 5, waitMaxMs: 20 });
    const { open, task } = gate();
    queue.refuseWhenFull();
    const first = queue.run(task);
    expect(() => queue.refuseWhenFull()).toThrow('Too busy');
    await expect(queue.run(task)).rejects.toEqual(code('SERVICE_UNAVAILABLE'));
    open();
    await first;
    queue.refuseWhenFull();
  });

  it('lets go of who has gone, and never runs their task', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 5, waitMaxMs: longMs });
    const { open, task } = gate();
    const first = queue.run(task);
    const client = new AbortController();
    let ran = false;
    const gone = queue.run(async () => {
      ran = true;
    }, client.signal);
    client.abort();
    await expect(gone).rejects.toEqual(code('TIMEOUT'));
    open();
    await first;
    await queue.run(async () => undefined);
    expect(ran).toBe(false);
  });

  it('does not begin for a client that had gone before', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 5, waitMaxMs: longMs });
    await expect(queue.run(async () => 'ran', AbortSignal.abort())).rejects.toEqual(
      code('TIMEOUT'),
    );
    await expect(queue.run(async () => 'ran')).resolves.toBe('ran');
  });

  it('goes on after a task that failed', async () => {
    const queue = createTurnQueue({ runningMax: 1, waitingMax: 5, waitMaxMs: longMs });
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });
});
