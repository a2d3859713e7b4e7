import { z } from 'zod';
import { fraudFeatures } from '../domain/fraud-features';
import { checksumOf, type FraudModel } from '../domain/fraud-model';

/**
 * Trees of a model, and nodes of a tree, which limit what scoring an order takes.
 * @exceeded the model is not used, and the rules decide
 * @test subgraphs/orders/workflows/fraud-model-file.test.ts
 */
export const treesMax = 500;
const nodesMax = 511;

const numbers = z.array(z.number()).min(1).max(nodesMax);

/** Children follow their node, so that no path is endless. */
function isSound({ feature, split, below, above, value }: z.infer<typeof shape>): boolean {
  const size = feature.length;
  if ([split, below, above, value].some(({ length }) => length !== size)) return false;
  return feature.every((splitFeature, node) => {
    if (splitFeature === -1) return true;
    const children = [below[node] ?? 0, above[node] ?? 0];
    return (
      splitFeature in fraudFeatures &&
      children.every((child) => Number.isInteger(child) && child > node && child < size)
    );
  });
}

const shape = z.strictObject({
  feature: numbers,
  split: numbers,
  below: numbers,
  above: numbers,
  value: numbers,
});

const modelSchema = z.strictObject({
  format: z.literal(1),
  trainedAt: z.iso.datetime(),
  features: z.array(z.string()),
  medians: z.record(z.string(), z.number().positive()),
  /** The log-odds of a score of 0.5. */
  offset: z.number(),
  /** Shares of the genuine orders of the training with a score in each tenth. */
  baseline: z.array(z.number().min(0).max(1)).length(10),
  /** What it was trained on, for people. */
  trainedOn: z.record(z.string(), z.number()),
  trees: z.array(shape.refine(isSound, 'expected a tree')).min(1).max(treesMax),
});

/** The content of a model's file. */
export const modelFile = (model: FraudModel): string =>
  `${JSON.stringify({ checksum: checksumOf(model), model })}\n`;

/**
 * Reads a model's file.
 * @throws Error that says why the model cannot be used.
 */
export function parseModel(text: string): FraudModel {
  const { checksum, model } = z
    .object({ checksum: z.string(), model: modelSchema })
    .parse(JSON.parse(text));
  if (checksumOf(model) !== checksum) throw new Error('Its checksum does not match its content.');
  const names = fraudFeatures.map(({ name }) => name);
  if (model.features.join() !== names.join()) {
    throw new Error('It was trained for other features. Train it again with this version.');
  }
  return model;
}
