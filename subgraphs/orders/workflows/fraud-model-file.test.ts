import { describe, expect, it } from 'vitest';
import { fraudFeatures } from '../domain/fraud-features';
import { checksumOf, type FraudModel, modelName } from '../domain/fraud-model';
import { modelFile, parseModel } from './fraud-model-file';

const place = (name: string): number => fraudFeatures.findIndex((one) => one.name === name);
const [hour, declined] = [place('last_hour'), place('declined')];

/** Two orders in an hour add 3 to the log-odds; a declined payment adds 1 more. */
const tree = {
  feature: [hour, -1, declined, -1, -1],
  split: [2, 0, 0, 0, 0],
  below: [1, 0, 3, 0, 0],
  above: [2, 0, 4, 0, 0],
  value: [0, -3, 3, 3, 4],
};
const model: FraudModel = {
  format: 1,
  trainedAt: '2026-11-29T12:00:00.000Z',
  features: fraudFeatures.map(({ name }) => name),
  medians: { EUR: 5_000 },
  offset: 2,
  baseline: Array(10).fill(0.1),
  trainedOn: { orders: 1 },
  trees: [tree],
};

describe("a model's file", () => {
  it('is read as it was written', () => {
    expect(parseModel(modelFile(model))).toEqual(model);
    expect(modelName(model)).toBe(`model-2026-11-29+${checksumOf(model).slice(0, 8)}`);
  });

  it('is refused if a number was changed', () => {
    const changed = modelFile(model).replace('"offset":2', '"offset":9');
    expect(() => parseModel(changed)).toThrow('checksum');
  });

  it.each([
    ['other features', { ...model, features: ['amount'] }, 'Train it again'],
    ['a path without an end', { ...model, trees: [{ ...tree, above: [0, 0, 4, 0, 0] }] }, 'a tree'],
    [
      'a child outside the tree',
      { ...model, trees: [{ ...tree, above: [9, 0, 4, 0, 0] }] },
      'a tree',
    ],
    ['arrays of other lengths', { ...model, trees: [{ ...tree, value: [0] }] }, 'a tree'],
    ['more trees than an order may cost', { ...model, trees: Array(501).fill(tree) }, '500'],
    ['another format', { ...model, format: 2 }, 'format'],
  ])('is refused with %s', (_what, damaged, says) => {
    expect(() => parseModel(modelFile(damaged as never))).toThrow(says);
  });

  it.each(['', '{', '[]', '{"checksum":"x"}'])('is refused if it is %j', (text) => {
    expect(() => parseModel(text)).toThrow();
  });
});
