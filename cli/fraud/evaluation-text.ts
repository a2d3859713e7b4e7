import type { Evaluation } from './evaluate-model';
import { patternKinds } from './injected-patterns';
import { ringKinds } from './linked-accounts';

const width = 34;
const cellWidth = 14;

const row = (name: string, cells: readonly string[]): string =>
  `${name.padEnd(width)}${cells.map((cell) => cell.padStart(cellWidth)).join('')}`.trimEnd();

const percent = (value: number): string => `${value.toFixed(1)} %`;
const area = (value: number): string => value.toFixed(3);

/** The tables of an evaluation, for people. */
export function evaluationText(found: Evaluation): string {
  const { detectors, fraudulent, aucLeftOut, links } = found;
  const days = found.days.toFixed(0);
  return [
    `${found.orders} orders. Judged by the newest ${found.genuine} genuine ones of ${days} days, ${found.giants} giant ones beside, and by made-up fraud.`,
    '',
    row('', ['precision', 'recall', 'alerts a day', 'in review', 'giants']),
    ...detectors.map(({ name, precision, recall, alertsADay, genuineInReview, giantsInReview }) =>
      row(name, [
        percent(precision),
        percent(recall),
        alertsADay.toFixed(2),
        `${genuineInReview.toFixed(2)} %`,
        String(giantsInReview),
      ]),
    ),
    '',
    row('recall by kind', [...patternKinds]),
    row(
      'orders',
      patternKinds.map((kind) => String(fraudulent[kind])),
    ),
    ...detectors.map(({ name, recallByKind }) =>
      row(
        name,
        patternKinds.map((kind) => percent(recallByKind[kind])),
      ),
    ),
    '',
    row('AUC by kind', [...patternKinds]),
    ...detectors.slice(0, 2).map(({ name, aucByKind }) =>
      row(
        name,
        patternKinds.map((kind) => area(aucByKind[kind])),
      ),
    ),
    row(
      'model trained without the kind',
      patternKinds.map((kind) => area(aucLeftOut[kind])),
    ),
    '',
    row('many accounts, rules alone', [...ringKinds]),
    row(
      'orders',
      ringKinds.map((kind) => String(links.fraudulent[kind])),
    ),
    row(
      'recall',
      ringKinds.map((kind) => percent(links.recall[kind])),
    ),
    row(
      'recall without rules on links',
      ringKinds.map((kind) => percent(links.recallUnlinked[kind])),
    ),
    `${links.genuineInReview.toFixed(2)} % of the genuine orders are in review for their links; ${links.genuineCounted.toFixed(1)} % share enough to be counted.`,
    '',
  ].join('\n');
}
