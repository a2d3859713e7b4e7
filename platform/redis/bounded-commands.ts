import { whenLate } from '../values/when-late';
import type { Redis } from './client';
import { isCluster } from './cluster';
import { type Command, interceptCommands, type Where } from './intercepted-commands';
import { currentWaitBudget, type WaitBudget } from './wait-budget';

/** Redis did not reply in time, or is not asked because it did not reply before. */
export class RedisWaitError extends Error {
  override readonly name = 'RedisWaitError';
}

/** Emitted by the client for each command without a reply in time. */
export const unansweredEvent = 'unanswered';

/**
 * Consecutive commands without a reply in time.
 * @exceeded no command waits for `breakerPauseMs`: each fails at once
 * @test platform/redis/bounded-commands.test.ts
 */
export const silentCommandsMax = 3;
/**
 * How long Redis is not asked after it was silent.
 * @exceeded the next commands are sent, and one more silence pauses again
 * @test platform/redis/bounded-commands.test.ts
 */
export const breakerPauseMs = 1_000;
/**
 * How long a connection brings no byte while commands wait for replies: the machine of Redis may be
 * gone, and the kernel would send again for a quarter of an hour.
 * @exceeded the connection is closed, and another one opened
 * @test platform/redis/bounded-commands.test.ts
 */
export const silentConnectionMsMax = 5_000;

class SilenceBreaker {
  private silent = 0;
  private pausedUntilMs = 0;

  get isOpen(): boolean {
    return performance.now() < this.pausedUntilMs;
  }

  replied(): void {
    this.silent = 0;
  }

  /** A silence after the pause, when nothing was heard yet, pauses again. */
  timedOut(): void {
    this.silent += 1;
    if (this.silent >= silentCommandsMax) this.pausedUntilMs = performance.now() + breakerPauseMs;
  }
}

function follow(
  command: Command,
  cancelTimer: () => void,
  { breaker, budget }: { breaker: SilenceBreaker; budget: WaitBudget | undefined },
): void {
  const ended = () => {
    cancelTimer();
    budget?.end();
  };
  command.promise.then(
    () => {
      ended();
      breaker.replied();
    },
    // The caller handles the error; here only the wait is over.
    ended,
  );
}

/**
 * The breaker of the node that a command is for: a master that is gone must not keep commands from
 * the others. One server has one.
 */
function breakersOf(redis: Redis): (command: Command, where: Where) => SilenceBreaker {
  const single = new SilenceBreaker();
  if (!isCluster(redis)) return () => single;
  const byNode = new Map<string, SilenceBreaker>();
  return (command, { slot = command.getSlot() }) => {
    const node = slot === null ? undefined : redis.slots[slot]?.[0];
    // Any node takes a command without a key.
    if (node === undefined) return single;
    const breaker = byNode.get(node) ?? new SilenceBreaker();
    byNode.set(node, breaker);
    return breaker;
  };
}

/**
 * Why a command is not sent; null if it is. The commands of a pipeline are written together, so the
 * first one decides for all: Redis would never get those that are sent beside one that is not.
 */
function refusals() {
  const ofPipelines = new WeakMap<object, string | null>();
  return ({ pipeline }: Where, decide: () => string | null): string | null => {
    if (pipeline === undefined) return decide();
    const decided = ofPipelines.get(pipeline);
    if (decided !== undefined) return decided;
    const refusal = decide();
    ofPipelines.set(pipeline, refusal);
    return refusal;
  };
}

function refusalOf(breaker: SilenceBreaker, waitMs: number): string | null {
  if (breaker.isOpen) return 'it was silent';
  return waitMs === 0 ? 'the request has waited long enough' : null;
}

const mastersPauseMs = 200;

/**
 * Asks a cluster for its masters, now and then, while one of them is silent: a master that hangs
 * closes no connection, and its replica may have taken over.
 */
function mastersReader(redis: Redis): () => void {
  if (!isCluster(redis)) return () => undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - readAtMs < mastersPauseMs) return;
    readAtMs = now;
    redis.refreshSlotsCache();
  };
}

/**
 * Closes a connection that brings nothing. Late replies show that Redis is slow, and that another
 * connection would be no better. A cluster has its masters for this.
 * @returns a function to be called for each command without a reply in time.
 */
function silentConnectionCloser(redis: Redis, silenceMsMax: number): () => void {
  if (isCluster(redis)) return () => undefined;
  let silent = { stream: redis.stream, bytesRead: -1, sinceMs: 0 };
  return () => {
    const { stream } = redis;
    const { bytesRead } = stream;
    const nowMs = performance.now();
    if (stream !== silent.stream || bytesRead !== silent.bytesRead) {
      silent = { stream, bytesRead, sinceMs: nowMs };
    } else if (nowMs - silent.sinceMs > silenceMsMax) {
      stream.destroy(new Error(`Redis did not reply for ${silenceMsMax} ms.`));
    }
  };
}

export interface CommandBounds {
  /** Deadline of a command of background work. */
  readonly commandTimeoutMs: number;
  readonly silentConnectionMs: number;
}

/**
 * Bounds how long each command waits: a request waits for what is left of its budget, background
 * work for `commandTimeoutMs`. Once Redis was silent several times, nothing waits for a while.
 */
export function boundCommands(
  redis: Redis,
  { commandTimeoutMs, silentConnectionMs }: CommandBounds,
): void {
  const breakerOf = breakersOf(redis);
  const refusalIn = refusals();
  const readMasters = mastersReader(redis);
  const closeIfSilent = silentConnectionCloser(redis, silentConnectionMs);
  interceptCommands(redis, (command, where, send) => {
    const breaker = breakerOf(command, where);
    // The handshake of a connection decides by itself whether there is one.
    const isReady = redis.status === 'ready';
    const budget = isReady ? currentWaitBudget() : undefined;
    const waitMs = Math.min(budget?.leftMs ?? commandTimeoutMs, commandTimeoutMs);
    const refusal = isReady ? refusalIn(where, () => refusalOf(breaker, waitMs)) : null;
    if (refusal !== null) {
      readMasters();
      command.reject(new RedisWaitError(`Redis is not asked for ${command.name}: ${refusal}.`));
      return command.promise;
    }
    budget?.begin();
    const cancelTimer = whenLate(waitMs, () => {
      budget?.spend();
      breaker.timedOut();
      redis.emit(unansweredEvent);
      readMasters();
      if (isReady) closeIfSilent();
      command.reject(new RedisWaitError(`Redis did not reply to ${command.name} in time.`));
    });
    follow(command, cancelTimer, { breaker, budget });
    return send();
  });
}
