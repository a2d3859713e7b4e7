import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { keyAddresses } from './key-addresses';
import { keyAddressPauseMs, keyAddressRetryMs } from './limits';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });

let sent: unknown[];
let isAway: boolean;
const users = (async (_query: string, variables: Record<string, unknown>) => {
  sent.push(variables);
  if (isAway) throw new Error('users is away');
  return { keyUsedFrom: true };
}) as ServiceCall;

beforeEach(() => {
  sent = [];
  isAway = false;
  vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout'] });
});
afterEach(() => vi.useRealTimers());

const use = (keyId: string, address: string) => ({ keyId, address });

it('reports each address of a key once an hour', () => {
  const report = keyAddresses(users, logger);
  const uses = [use('a', '192.0.2.1'), use('a', '192.0.2.2'), use('b', '192.0.2.1')];
  for (const one of [...uses, ...uses]) report(one);
  expect(sent).toEqual(uses);
  vi.advanceTimersByTime(keyAddressPauseMs + 1);
  report(use('a', '192.0.2.1'));
  expect(sent).toHaveLength(uses.length + 1);
});

it('tries again later, and not with each request, while users is away', async () => {
  isAway = true;
  const report = keyAddresses(users, logger);
  report(use('a', '192.0.2.1'));
  await vi.advanceTimersByTimeAsync(1);
  report(use('a', '192.0.2.1'));
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(keyAddressRetryMs + 1);
  report(use('a', '192.0.2.1'));
  expect(sent).toHaveLength(2);
});
