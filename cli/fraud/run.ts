import { readFileSync } from 'node:fs';
import { loadConfiguration } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';
import { usualFraudRules } from '../../config/schema/fraud';
import { demandReplaceable, replaceFile } from '../../platform/process/replace-file';
import type { FraudRules } from '../../subgraphs/orders/domain/fraud';
import { modelName } from '../../subgraphs/orders/domain/fraud-model';
import type { HistoryOrder } from '../../subgraphs/orders/store/fraud-history';
import { modelFile } from '../../subgraphs/orders/workflows/fraud-model-file';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { evaluateModel } from './evaluate-model';
import { evaluationText } from './evaluation-text';
import { patternKinds } from './injected-patterns';
import { readHistory } from './read-history';
import { trainingCases, trainModel } from './train-model';

interface HistoryOptions extends JsonOption {
  readonly chargebacks?: string | undefined;
  readonly orders: number;
  readonly seed: number;
}

/** The orders of a history that the lines of the file name. @throws CommandError if one names none. */
function namedIn(
  history: readonly HistoryOrder[],
  file: string,
  lines: readonly string[],
): Set<string> {
  const numbers = new Map(
    history.flatMap(
      ({ number, paymentReference }) =>
        [
          [number, number],
          ...(paymentReference === null ? [] : [[paymentReference, number] as const]),
        ] as [string, string][],
    ),
  );
  return new Set(
    lines.map((line) => {
      const number = numbers.get(line);
      if (number !== undefined) return number;
      throw new CommandError(
        `${file} names ${line}, which is no number and no payment reference of an order that was read. Correct it, or raise --orders.`,
      );
    }),
  );
}

/**
 * Reads a file of charge-backs. It comes before the history is read, which takes minutes.
 * @returns a function that finds its orders in the history.
 */
function readChargebacks(file: string | undefined) {
  if (file === undefined) return () => new Set<string>();
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const named = lines.map((line) => line.trim()).filter(Boolean);
  return (history: readonly HistoryOrder[]) => namedIn(history, file, named);
}

/** Trains a model and writes it to a file, which is replaced at once. */
export async function runTrain(file: string, options: HistoryOptions): Promise<void> {
  const { seed, orders } = options;
  const chargebacksIn = readChargebacks(options.chargebacks);
  demandReplaceable(file);
  const history = await readHistory(await loadConfiguration(), orders);
  const model = trainModel(history, {
    seed,
    chargebacks: chargebacksIn(history),
    cases: trainingCases,
    kinds: patternKinds,
  });
  replaceFile(file, modelFile(model));
  const name = modelName(model);
  const { trainedOn } = model;
  const text = `Trained ${name} on ${trainedOn['orders']} orders, and set its threshold by the newest ${trainedOn['heldOut']}.\nSaved as ${file}. Set orders.fraudModelFile to it, and restart.\n`;
  printResult(options, { file, name, trainedOn }, text);
}

/** The rules with those on velocity on. */
const rulesOf = ({ orders: { fraud } }: Configuration): FraudRules => {
  const set = Object.entries(fraud).filter(([, value]) => value !== null);
  return { ...fraud, ...usualFraudRules, ...Object.fromEntries(set) };
};

/** Judges the rules, and a model that it trains for the purpose. */
export async function runEvaluate(
  options: HistoryOptions & { readonly cases: number },
): Promise<void> {
  const { seed: trainingSeed, cases } = options;
  const chargebacksIn = readChargebacks(options.chargebacks);
  const configuration = await loadConfiguration();
  const history = await readHistory(configuration, options.orders);
  const testSeed = trainingSeed + 1;
  const chargebacks = chargebacksIn(history);
  const found = evaluateModel(history, rulesOf(configuration), {
    trainingSeed,
    testSeed,
    cases,
    chargebacks,
  });
  printResult(options, { trainingSeed, testSeed, cases, ...found }, evaluationText(found));
}
