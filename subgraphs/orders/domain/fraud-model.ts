import { inputHash } from '../../../platform/values/input-hash';
import { scoreTrees, type Tree } from './boosted-trees';
import { type AssessedOrder, type AssessedRisk, heaviest, type Part, rounded } from './fraud';
import { type CurrencyMedians, featuresOf, fraudFeatures } from './fraud-features';

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
