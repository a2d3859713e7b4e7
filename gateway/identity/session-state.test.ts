import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { uuidV7 } from '../../platform/values/uuid';
import { credentialsAgeMaxMs, credentialsRefreshMs } from './limits';
import { sessionState } from './session-state';

const userId = uuidV7();
const token = (generation: number, issuedAt = new Date()) => ({
  userId,
  generation,
  roles: [],
  tokenId: 'x',
  signedInAtMs: null,
  issuedAt,
  expiresAt: new Date(),
});

interface End {
  userId: string;
  belowGeneration: number;
  endedAt: string;
}

/** Users as the gateway asks it: in pages of two. */
function users() {
  const asked: Record<string, unknown>[] = [];
  const ends: End[] = [];
  let away = false;
  const call = (async (_query, variables) => {
    asked.push(variables);
    if (away) throw new Error('connection refused');
    const after = ends.findIndex((end) => end.userId === variables.afterUserId);
    const from = ends.filter(({ endedAt }) => endedAt < String(variables.since ?? '')).length;
    const begin = after === -1 ? from : after + 1;
    const page = ends.slice(begin, begin + 2);
    return { endedTokens: { ends: page, more: page.length === 2, asOf: new Date().toISOString() } };
  }) as ServiceCall;
  return {
    call,
    asked,
    end: (belowGeneration: number, id = userId, endedAt = new Date()) => {
      ends.push({ userId: id, belowGeneration, endedAt: endedAt.toISOString() });
    },
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
  };
}

describe('whether a token was ended before its time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is known by its generation', async () => {
    const source = users();
    source.end(3);
    const state = sessionState(source.call, logger);
    expect(await state.isEnded(token(2))).toBe(true);
    expect(await state.isEnded(token(3))).toBe(false);
    expect(await state.isEnded({ ...token(0), userId: uuidV7() })).toBe(false);
  });

  it('is read to the last page', async () => {
    const source = users();
    for (let count = 0; count < 4; count += 1) source.end(1, uuidV7());
    source.end(1);
    expect(await sessionState(source.call, logger).isEnded(token(0))).toBe(true);
    expect(source.asked).toHaveLength(3);
  });

  it('is asked once for many requests, and not at all without one', async () => {
    const source = users();
    const state = sessionState(source.call, logger);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(source.asked).toHaveLength(0);
    await Promise.all([1, 2, 3].map((generation) => state.isEnded(token(generation))));
    await state.isEnded(token(0));
    expect(source.asked).toEqual([{ since: null, afterUserId: null }]);
  });

  it('is known within the promised time, however many callers ask', async () => {
    const source = users();
    const state = sessionState(source.call, logger);
    expect(await state.isEnded(token(0))).toBe(false);
    source.end(1);
    await vi.advanceTimersByTimeAsync(credentialsAgeMaxMs + 1);
    expect(await state.isEnded(token(0))).toBe(true);
  });

  it('is refreshed in the background before that', async () => {
    const source = users();
    const state = sessionState(source.call, logger);
    await state.isEnded(token(0));
    source.end(1);
    await vi.advanceTimersByTimeAsync(credentialsRefreshMs + 1);
    await state.isEnded(token(0));
    await vi.advanceTimersByTimeAsync(1);
    expect(await state.isEnded(token(0))).toBe(true);
    expect(source.asked).toHaveLength(2);
    expect(source.asked[1]?.since).not.toBeNull();
  });

  it('is asked a second time if an instance of users does not answer in time', async () => {
    const source = users();
    source.end(1);
    let questions = 0;
    const call = (async (...args: Parameters<ServiceCall>) => {
      questions += 1;
      if (questions === 1) throw new DOMException('The operation timed out.', 'TimeoutError');
      return source.call(...args);
    }) as ServiceCall;
    expect(await sessionState(call, logger).isEnded(token(0))).toBe(true);
    expect(questions).toBe(2);
  });

  it('is read on from where a reading failed, so that a long list is read at last', async () => {
    const source = users();
    for (let hour = 1; hour <= 4; hour += 1) {
      source.end(1, uuidV7(), new Date(Date.now() - (10 - hour) * 3_600_000));
    }
    source.end(1);
    const failing = (async (...args: Parameters<ServiceCall>) => {
      if (source.asked.length === 2) source.goAway();
      return source.call(...args);
    }) as ServiceCall;
    const state = sessionState(failing, logger);
    await expect(state.isEnded(token(0))).rejects.toThrow();
    source.comeBack();
    expect(await state.isEnded(token(0))).toBe(true);
    const [, second, third, again] = source.asked;
    expect(again).toEqual({ since: third?.since, afterUserId: null });
    expect(again?.since).not.toBe(second?.since);
  });

  it('applies to all older tokens when more accounts have ended than fit', async () => {
    const source = users();
    const state = sessionState(source.call, logger, 2);
    const endedAt = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    for (let second = 1; second <= 4; second += 1) source.end(1, uuidV7(), endedAt(second));
    // The ends of the first two seconds are forgotten.
    expect(await state.isEnded(token(0, endedAt(2)))).toBe(true);
    expect(await state.isEnded(token(0, endedAt(3)))).toBe(false);
  });

  it('is unknown while users is down for longer than that', async () => {
    const source = users();
    const state = sessionState(source.call, logger);
    await state.isEnded(token(0));
    source.goAway();
    await vi.advanceTimersByTimeAsync(credentialsRefreshMs + 1);
    expect(await state.isEnded(token(0))).toBe(false);
    await vi.advanceTimersByTimeAsync(credentialsAgeMaxMs);
    await expect(state.isEnded(token(0))).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  });
});
