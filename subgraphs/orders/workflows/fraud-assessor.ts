import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import {
  type AssessedOrder,
  type AssessedRisk,
  assessRisk,
  type FraudRules,
} from '../domain/fraud';
import {
  type FraudModel,
  joined,
  type ModelScore,
  modelName,
  scoreByModel,
} from '../domain/fraud-model';
import type { OrdersMetrics } from '../metrics';
import { parseModel } from './fraud-model-file';
import { ScoreDrift } from './score-drift';

/**
 * Milliseconds that a model may take for an order.
 * @exceeded the rules decide, and `order_fraud_model_failures_total` counts it as slow
 * @test subgraphs/orders/workflows/fraud-assessor.test.ts
 */
export const modelDeadlineMs = 5;

export interface FraudAssessor {
  /** Whether there is a model, whose flag has to be read. */
  readonly hasModel: boolean;
  /** @param isJoined whether the model's score counts; otherwise it is only stored. */
  assess(
    order: AssessedOrder,
    isSignalled: boolean,
    rules: FraudRules,
    isJoined: boolean,
  ): AssessedRisk;
}

interface FraudAssessorOptions {
  /** Null where the rules decide alone. */
  readonly modelFile: string | null;
  readonly metrics: Pick<OrdersMetrics, 'fraudModel'>;
  readonly logger: Logger;
  /** Replaced in tests. */
  readonly now?: () => number;
}

/** The rules alone. */
const rulesOnly: FraudAssessor = { hasModel: false, assess: assessRisk };

function readModel({ modelFile, metrics, logger }: FraudAssessorOptions): FraudModel | null {
  if (modelFile === null) return null;
  try {
    return parseModel(readFileSync(modelFile, 'utf8'));
  } catch (error) {
    metrics.fraudModel.failures.inc({ reason: 'unreadable' });
    logger.error({ err: error, modelFile }, 'fraud model unreadable');
    return null;
  }
}

const warmUpOrders = 200;
const warmUpOrder: AssessedOrder = {
  customerId: '',
  currency: '',
  totalMinor: 1n,
  placedAt: new Date(0),
  risk: {
    facts: {
      ordersLastHour: 1,
      declinedLastDay: 0,
      accepted: 0,
      largestMinor: null,
      toCountry: 0,
      pattern: { placed: 0, lastHour: 0, lastDay: 0, meanMinor: null, lines: 1, units: 1 },
    },
  },
};

/** Code that has not run yet takes milliseconds, which the first order would miss its deadline by. */
function warmUp(model: FraudModel): void {
  for (let count = 0; count < warmUpOrders; count += 1) scoreByModel(warmUpOrder, model);
}

/**
 * Opens the assessment of orders. Whatever happens to the model, the rules decide: a file that cannot
 * be read, an order that it cannot score and a score that comes late are counted.
 */
export function openFraudAssessor(options: FraudAssessorOptions): FraudAssessor {
  const model = readModel(options);
  if (model === null) return rulesOnly;
  const { metrics, logger, now = () => performance.now() } = options;
  warmUp(model);
  const drift = new ScoreDrift(model.baseline);
  metrics.fraudModel.followDrift(() => drift.index);
  const assessor = modelName(model);
  const failed = (reason: 'failed' | 'slow' | 'no_facts'): null => {
    metrics.fraudModel.failures.inc({ reason });
    return null;
  };
  const score = (order: AssessedOrder): ModelScore | null => {
    const startedAt = now();
    try {
      const scored = scoreByModel(order, model);
      if (now() - startedAt > modelDeadlineMs) return failed('slow');
      return scored ?? failed('no_facts');
    } catch (error) {
      logger.error({ err: error }, 'fraud model failed');
      return failed('failed');
    }
  };
  return {
    hasModel: true,
    assess(order, isSignalled, rules, isJoined) {
      const risk = assessRisk(order, isSignalled, rules);
      const scored = score(order);
      if (scored === null) return risk;
      drift.add(scored.score);
      if (isJoined) return joined(risk, scored, assessor);
      return { ...risk, shadow: { score: scored.score, assessor } };
    },
  };
}
