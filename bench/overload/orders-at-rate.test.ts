import { expect, test } from 'vitest';
import { ordersAtRate } from './orders-at-rate';

const perSecond = 1_000;
const parts = [
  { name: 'the first', seconds: 0.1 },
  { name: 'the rest', seconds: 0.2 },
] as const;

test('reports each part of a load without a pause between them', async () => {
  let cpuMs = 0;
  const [first, rest] = await ordersAtRate(
    parts,
    perSecond,
    async (index) => {
      cpuMs += 1;
      const outcome = index < 100 || index % 2 === 0 ? 'CONFIRMED' : 'SERVICE_UNAVAILABLE';
      return { outcome, hasRetryAfter: index % 4 === 1 };
    },
    () => cpuMs,
  );
  expect(first).toMatchObject({ name: 'the first', confirmedPerSecond: 1_000, cpuMs: 100 });
  expect(first.outcomes).toEqual({ CONFIRMED: 100 });
  expect(rest).toMatchObject({ name: 'the rest', goodput: 500, refused: 100, cpuMs: 200 });
  expect(rest.withoutRetryAfter).toBe(50);
});
