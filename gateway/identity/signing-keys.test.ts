import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../platform/auth/signing-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { codeOf } from '../errors';
import { signingKeysPauseMs } from './limits';
import { signingKeys } from './signing-keys';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('keys that users did not answer are unknown, and not absent', async () => {
  let isAway = false;
  const { kid, publicJwk } = await createSigningKey();
  const users = (async () => {
    if (isAway) throw new Error('connection refused');
    return { signingKeys: [{ kid, publicJwk }] };
  }) as ServiceCall;
  const keys = signingKeys(users, logger, () => undefined);
  const refreshed = () => keys.refresh().catch(codeOf);

  expect(await refreshed()).toBe(true);
  expect(await refreshed()).toBe(false);

  isAway = true;
  vi.advanceTimersByTime(signingKeysPauseMs);
  expect(await refreshed()).toBe('SERVICE_UNAVAILABLE');
  expect(await refreshed()).toBe('SERVICE_UNAVAILABLE');

  isAway = false;
  vi.advanceTimersByTime(signingKeysPauseMs);
  expect(await refreshed()).toBe(true);
  expect(await refreshed()).toBe(false);
});
