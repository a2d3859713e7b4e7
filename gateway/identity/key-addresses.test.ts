import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { keyAddresses } from './key-addresses';

const pauses = { pauseMs: 400, retryMs: 100 };

let sent: unknown[];
let isAway: boolean;
const users = (async (_query: string, variables: Record<string, unknown>) => {
  sent.push(variables);
  if (isAway) throw new Error('users cannot be reached');
  return { keyUsedFrom: true };
}) as ServiceCall;

beforeEach(() => {
  sent = [];
  isAway = false;
});

const use = (keyId: string, address: string) => ({ keyId, address });

it('reports each address of a key once, and again after a pause', async () => {
  const report = keyAddresses(users, logger, pauses);
  const uses = [use('a', '192.0.2.1'), use('a', '192.0.2.2'), use('b', '192.0.2.1')];
  for (const one of [...uses, ...uses]) report(one);
  expect(sent).toEqual(uses);
  await pause(pauses.pauseMs + 50);
  report(use('a', '192.0.2.1'));
  expect(sent).toHaveLength(uses.length + 1);
});

it('tries again sooner, and not with each request, while users cannot be reached', async () => {
  isAway = true;
  const report = keyAddresses(users, logger, { pauseMs: 3_600_000, retryMs: 100 });
  report(use('a', '192.0.2.1'));
  await pause(1);
  report(use('a', '192.0.2.1'));
  expect(sent).toHaveLength(1);
  await expect
    .poll(
      () => {
        report(use('a', '192.0.2.1'));
        return sent.length;
      },
      { interval: 50 },
    )
    .toBe(2);
});
