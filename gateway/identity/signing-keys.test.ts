import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../platform/auth/signing-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { signingKeysPauseMs } from './limits';
import { signingKeys } from './signing-keys';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('are not complete after users did not answer: no token is refused as invalid', async () => {
  const [first, next] = [await createSigningKey(), await createSigningKey()];
  let published = [first];
  let isAway = false;
  let questions = 0;
  const users = (async () => {
    questions += 1;
    if (isAway) throw new Error('connection refused');
    return { signingKeys: published.map(({ kid, publicJwk }) => ({ kid, publicJwk })) };
  }) as ServiceCall;
  const keys = signingKeys(users, logger, () => undefined);
  expect(await keys.refresh()).toBe(true);
  expect(await keys.refresh()).toBe(false);

  published = [first, next];
  isAway = true;
  await vi.advanceTimersByTimeAsync(signingKeysPauseMs + 1);
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE' } };
  await expect(keys.refresh()).rejects.toMatchObject(unavailable);
  isAway = false;
  // Users is not asked for each token of an unknown key, so nobody knows yet whether it is valid.
  await expect(keys.refresh()).rejects.toMatchObject(unavailable);
  expect(questions).toBe(2);
  await vi.advanceTimersByTimeAsync(signingKeysPauseMs + 1);
  expect(await keys.refresh()).toBe(true);
  expect(keys.find(next.kid)).not.toBeNull();
});

it('that cannot be read are logged once in ten seconds, however many requests need them', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const listening = createLogger({ level: 'info', pretty: false, name: 'test', destination });
  const users = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:5432'));
  const keys = signingKeys(users, listening, () => undefined);
  const requests = () => Promise.allSettled([keys.refresh(), keys.refresh(), keys.keySet()]);
  for (let seconds = 0; seconds < 10; seconds += 1) {
    await requests();
    await vi.advanceTimersByTimeAsync(999);
  }
  expect(lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10);
  await requests();
  expect(lines).toHaveLength(2);
});
