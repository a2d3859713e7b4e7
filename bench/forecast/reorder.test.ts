import { expect, test } from 'vitest';
import { fixed, proposed, replenish } from './reorder';

const days = 280;
const last = 1_000 + days;
const origins = [last - 56, last - 42, last - 28, last - 14];
const seriesOf = (unitsOn: (day: number) => number) => ({
  firstDay: 1_000,
  units: Array.from({ length: days }, (_, day) => unitsOn(day)),
});

test('a shop that sells the same every day never runs out with two lead times in stock', () => {
  const sku = seriesOf(() => 10);
  const catalogue = { shop: sku, skus: [sku] };
  const rule = fixed(2, origins[0] ?? 0);
  expect(replenish(catalogue, rule, origins, 1)).toMatchObject({ daysOut: 0, unitsMissed: 0 });
  expect(replenish(catalogue, proposed, origins, 1)).toMatchObject({ unitsMissed: 0, skus: 1 });
});

test('what is not there is missed, and does not come back', () => {
  const sku = seriesOf(() => 10);
  const catalogue = { shop: sku, skus: [sku] };
  // Reordered at nothing: it sells none until the first order arrives after 14 days.
  const none = replenish(catalogue, fixed(0, origins[0] ?? 0), origins, 1);
  expect(none.daysOut).toBeGreaterThan(25);
  expect(none.unitsMissed).toBeCloseTo(none.daysOut, 5);
});

test('proposals follow a season, which a fixed point does not', () => {
  const sku = seriesOf((day) => 10 * 2 ** (Math.max(0, day - 200) / 40));
  const catalogue = { shop: sku, skus: [sku] };
  const follows = replenish(catalogue, proposed, origins, 1);
  const stays = replenish(catalogue, fixed(1, origins[0] ?? 0), origins, 1);
  expect(follows.unitsMissed).toBeLessThan(stays.unitsMissed);
});
