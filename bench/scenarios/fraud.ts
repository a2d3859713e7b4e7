import path from 'node:path';
import type { Detector, Evaluation } from '../../cli/fraud/evaluate-model';
import { BenchShop } from '../bench-shop';
import type { Row } from '../result';
import type { Scenario } from '../scenario';

/** Columns named after the kinds of fraud. */
const byKind = (what: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([kind, value]) => [`${what}, ${kind}`, value]));

const detectorRow = (detector: Detector): Row => ({
  name: detector.name,
  figures: {
    'precision %': detector.precision,
    'recall %': detector.recall,
    'alerts a day': detector.alertsADay,
    'genuine in review %': detector.genuineInReview,
    'giants in review': detector.giantsInReview,
    ...byKind('recall %', detector.recallByKind),
    ...byKind('AUC', detector.aucByKind),
  },
});

function rowsOf({ orders, genuine, giants, days, ...found }: Evaluation): Row[] {
  const { links } = found;
  return [
    {
      name: 'history',
      figures: { orders, genuine, giants, days, ...byKind('made up', found.fraudulent) },
    },
    ...found.detectors.map(detectorRow),
    { name: 'model trained without the kind', figures: byKind('AUC', found.aucLeftOut) },
    {
      name: 'many accounts, rules alone',
      figures: {
        'genuine in review %': links.genuineInReview,
        'genuine counted %': links.genuineCounted,
        ...byKind('orders', links.fraudulent),
        ...byKind('recall %', links.recall),
        ...byKind('recall without links %', links.recallUnlinked),
      },
    },
  ];
}

/** Measures what the rules and a model find, by `orderprocessing fraud evaluate` on given orders. */
export const fraud: Scenario = {
  name: 'fraud',
  measures: 'what rules and model of the fraud score find, on orders of your own',
  options: { data: { value: 'PATH', means: 'file or folder for `import orders`', fallback: '' } },
  run: async (options, log) => {
    const data = options.text('data');
    if (data === '') throw new Error('--data names the file or folder with orders.');
    await using shop = await BenchShop.start('one-process');
    log('importing');
    await shop.run('import', 'orders', path.resolve(data));
    log('training and judging');
    const printed = await shop.run('fraud', 'evaluate', '--json');
    return { rows: rowsOf(JSON.parse(printed) as Evaluation) };
  },
};
