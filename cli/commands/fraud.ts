import { countUpTo } from '../program/arguments';
import { needsShop } from '../program/exit-codes';
import { loaded } from '../program/loaded';
import { newCommand, newGroup } from '../program/new-command';

const seedMax = 2 ** 32 - 1;
const ordersMax = 1_000_000;
const casesMax = 1_000;
const chargebacks = [
  '--chargebacks <file>',
  'a number of an order or a payment reference on each line: fraud, whatever its status',
] as const;
const orders = [
  '--orders <n>',
  'the newest orders that are read',
  countUpTo(ordersMax),
  200_000,
] as const;
const seed = (what: string, usual: number) =>
  ['--seed <n>', what, countUpTo(seedMax), usual] as const;

const trainCommand = () =>
  newCommand('train', {
    summary: 'Train a fraud model on the order history',
    description: [
      'Reads the orders of the running shop, or of the configured database, and writes a model with its checksum to a file. Orders that a person rejected in their review, and those of --chargebacks, are examples of fraud; so are made-up cases of five kinds and orders with strange values. Nothing in the shop changes.',
      'The model is used by processes that start with orders.fraudModelFile. Its score is only stored until the flag fraud-model is on. docs/fraud-model.md says what it reads, and what it must not be used for.',
    ],
    examples: [
      ['model.json', 'trains on the newest 200,000 orders'],
      [
        'model.json --chargebacks chargebacks.txt',
        'also learns from orders that were charged back',
      ],
    ],
    json: '{ file, name, trainedOn }',
    exitCodes: needsShop,
  })
    .argument('<file>', 'the file of the model, which is replaced')
    .option(...chargebacks)
    .option(...orders)
    .option(...seed('draws the made-up cases', 1))
    .action(loaded(async () => (await import('../fraud/run.js')).runTrain));

const evaluateCommand = () =>
  newCommand('evaluate', {
    summary: 'Measure what rules and a model find in the order history',
    description: [
      'Trains on the older two thirds of the orders, makes up fraud of five kinds in the newest third, and prints precision, recall, AUC by kind and alerts a day, for the rules alone and with the model. Each kind is left out of a training once. Fraud over many accounts is made up beside, for the rules on links. Nothing in the shop changes.',
    ],
    examples: [
      ['', 'prints a table'],
      ['--json --cases 50', 'makes up 50 cases of each kind, and prints for a program'],
    ],
    json: 'the orders, the seeds, and the figures of each detector',
    exitCodes: needsShop,
  })
    .option(...chargebacks)
    .option(...orders)
    .option('--cases <n>', 'made-up cases of each kind', countUpTo(casesMax), 40)
    .option(...seed('draws the cases of the training; those of the test are drawn by the next', 1))
    .action(loaded(async () => (await import('../fraud/run.js')).runEvaluate));

export const fraudCommand = () =>
  newGroup('fraud', 'Train and judge the model of the fraud score', [
    trainCommand(),
    evaluateCommand(),
  ]);
