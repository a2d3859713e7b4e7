import { expect, it } from 'vitest';
import { failingOf } from './failing';

const attempt = (
  status: 'PENDING' | 'DELIVERED' | 'FAILED',
  minute: number | null,
  code: number,
) => ({
  id: `${minute}`,
  status,
  responseStatus: code,
  lastAttemptAt: minute === null ? null : `2026-11-26T12:0${minute}:00Z`,
});
const endpoint = (given: object) => ({
  id: 'e',
  url: 'https://example.com',
  enabled: true,
  disabledReason: null,
  deliveries: { nodes: [] },
  ...given,
});

it.each([
  ['an endpoint without deliveries', endpoint({}), []],
  ['one that its owner switched off', endpoint({ enabled: false }), []],
  [
    'one that was switched off for failing',
    endpoint({ enabled: false, disabledReason: 'failed for 3 days' }),
    [{ kind: 'disabled' }],
  ],
  [
    'one whose latest attempt succeeded after a failed delivery',
    endpoint({ deliveries: { nodes: [attempt('FAILED', 1, 500), attempt('DELIVERED', 2, 200)] } }),
    [],
  ],
  [
    'one whose latest attempt is to be repeated',
    endpoint({
      deliveries: {
        nodes: [
          attempt('PENDING', null, 0),
          attempt('DELIVERED', 1, 200),
          attempt('PENDING', 3, 503),
        ],
      },
    }),
    [{ kind: 'refused', status: 503 }],
  ],
])('%s', (_what, given, why) => {
  expect(failingOf([given]).map((failing) => failing.why)).toEqual(why);
});
