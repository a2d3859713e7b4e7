import { fraudFeatures } from '../fraud-features';
import type { FraudModel } from '../fraud-model';

const place = (name: string): number => fraudFeatures.findIndex((one) => one.name === name);
const [hour, declined] = [place('last_hour'), place('declined')];

/** Two orders in an hour add 3 to the log-odds; a declined payment adds 1 more. */
export const tree = {
  feature: [hour, -1, declined, -1, -1],
  split: [2, 0, 0, 0, 0],
  below: [1, 0, 3, 0, 0],
  above: [2, 0, 4, 0, 0],
  value: [0, -3, 3, 3, 4],
};
export const model: FraudModel = {
  format: 1,
  trainedAt: '2026-11-29T12:00:00.000Z',
  features: fraudFeatures.map(({ name }) => name),
  medians: { EUR: 5_000 },
  offset: 2,
  baseline: Array(10).fill(0.1),
  trainedOn: { orders: 1 },
  trees: [tree],
};
