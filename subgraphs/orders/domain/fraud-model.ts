import { z } from 'zod';
import { inputHash } from '../../../platform/values/input-hash';
import { scoreTrees, type Tree } from './boosted-trees';
import { type AssessedOrder, type AssessedRisk, heaviest, type Part, rounded } from './fraud';
import { type CurrencyMedians, featuresOf, fraudFeatures } from './fraud-features';

/**
 * Trees of a model, and nodes of a tree, which limit what scoring an order takes.
 * @exceeded the model is not used, and the rules decide
 * @test subgraphs/orders/domain/fraud-model.test.ts
 */
export const treesMax = 500;
const nodesMax = 511;

const numbers = z.array(z.number()).min(1).max(nodesMax);

/** Children follow their node, so that no path is endless. */
function isSound({ feature, split, below, above, value }: z.infer<typeof shape>): boolean {
  const size = feature.length;
  if ([split, below, above, value].some(({ length }) => length !== size)) return false;
  return feature.every((asked, node) => {
    if (asked === -1) return true;
    const children = [below[node] ?? 0, above[node] ?? 0];
    return (
      asked in fraudFeatures &&
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

export interface FraudModel {
  readonly format: 1;
  readonly trainedAt: string;
  readonly features: readonly string[];
  readonly medians: CurrencyMedians;
  readonly offset: number;
  readonly baseline: readonly number[];
  readonly trainedOn: Readonly<Record<string, number>>;
  readonly trees: readonly Tree[];
}

const digestCharacters = 8;

export const checksumOf = (model: FraudModel): string => inputHash(model);

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

/** `model-2026-11-29+3fJx0aQe`: the day of its training, and the beginning of its checksum. */
export const modelName = (model: FraudModel): string =>
  `model-${model.trainedAt.slice(0, 10)}+${checksumOf(model).slice(0, digestCharacters)}`;

export interface ModelScore {
  /** 0 to 1. */
  readonly score: number;
  /** What each feature added to the log-odds, if it raised them. */
  readonly parts: readonly Part[];
}

/** @returns null for an order whose facts were counted by a version without a model. */
export function scoreByModel(order: AssessedOrder, model: FraudModel): ModelScore | null {
  const features = featuresOf(order, model.medians);
  if (features === null) return null;
  const { logOdds, parts } = scoreTrees(model.trees, features);
  const raising = fraudFeatures
    .map(({ name, text }, index) => ({
      code: `model_${name}` as const,
      text,
      points: parts[index] ?? 0,
    }))
    .filter(({ points }) => points > 0);
  return { score: 1 / (1 + Math.exp(model.offset - logOdds)), parts: raising };
}

/** The assessment of the rules, or that of the model where it scores higher. */
export function joined(
  risk: AssessedRisk,
  { score, parts }: ModelScore,
  assessor: string,
): AssessedRisk {
  const { assessment } = risk;
  if (score <= assessment.score) return risk;
  return {
    ...risk,
    assessment: { ...assessment, score: rounded(score), reasons: heaviest(parts), assessor },
  };
}
