import { describe, expect, it } from 'vitest';
import { checksumOf, modelName } from '../domain/fraud-model';
import { model, tree } from '../domain/testing/small-fraud-model';
import { modelFile, parseModel } from './fraud-model-file';

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
