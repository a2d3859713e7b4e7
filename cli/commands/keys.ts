import { counted } from '../../platform/values/counted';
import type { DataKeyFacts, Rotation } from '../keys/data-keys';
import { exitCode, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

interface NextKey {
  readonly kid: string;
  readonly signsFrom: string;
}

async function rotate(): Promise<NextKey> {
  const { callUsers } = await import('../running/call-users.js');
  const { rotateSigningKey } = await callUsers<{ rotateSigningKey: NextKey }>(
    'keys',
    'mutation { rotateSigningKey { kid signsFrom } }',
    {},
  );
  return rotateSigningKey;
}

const rotateCommand = () =>
  newCommand('rotate', {
    summary: 'Create a new key that signs access tokens',
    description: [
      'It is published at once and used everywhere within little more than a minute; the previous key stays published until the last token signed with it expires. Nobody is signed out. Keys are rotated automatically after auth.signingKeyDays (30 by default).',
      'The shop must be running, or database.users.url must be set.',
    ],
    examples: [['', 'prints the id of the new key, and when it begins to sign']],
    json: '{ kid, signsFrom }',
    exitCodes: needsShop,
  }).action(async (options) => {
    const key = await rotate();
    printResult(options, key, `${key.kid} signs access tokens from ${String(key.signsFrom)}.\n`);
  });

const needsDatabases =
  'The shop must be running, or database.users.url and database.orders.url must be set.';

const stateOf = ({ retiredAt, completeAt }: DataKeyFacts): string => {
  if (retiredAt !== null) return `retired ${retiredAt.toISOString()}`;
  return completeAt === null ? 'in use' : `in use, complete ${completeAt.toISOString()}`;
};

const dataCommand = () =>
  newCommand('data', {
    summary: 'List the keys that encrypt personal data in the databases',
    description: [
      'E-mail addresses, phone numbers and postal addresses are encrypted under the key d1, d2 … in use; the key i1 makes the keyed hashes by which e-mail addresses are found. A key is complete once nothing is in plain text or under an earlier one.',
      needsDatabases,
    ],
    examples: [['', 'prints the keys of each database']],
    json: '[{ database, key, createdAt, retiredAt, completeAt }]',
    exitCodes: needsShop,
  }).action(async (options) => {
    const { listDataKeys } = await import('../keys/data-keys.js');
    const keys = await listDataKeys();
    const lines = keys.map((key) => `${key.database.padEnd(6)}  ${key.key}  ${stateOf(key)}\n`);
    printResult(options, keys, lines.join(''));
  });

const rotationText = ({ database, key, rows, unreadable }: Rotation): string =>
  [
    `${database}: encrypted ${counted(rows, 'row')} under ${key}.\n`,
    ...unreadable.map((row) => `${database}: ${row} cannot be decrypted.\n`),
  ].join('');

const rotateDataCommand = () =>
  newCommand('rotate-data', {
    summary: 'Create new keys for personal data, and encrypt it again',
    description: [
      'Every process uses the new keys within 20 s. The shop stays open during that time, and while rows are encrypted again in batches. The former keys are kept: destroy them with keys destroy. All keys are encrypted under the current encryption.users.secret and encryption.orders.secret, so that earlier values of these can be dropped afterwards.',
      `It can be stopped and run again. ${needsDatabases}`,
    ],
    examples: [['', 'prints the new key of each database, and how many rows were encrypted']],
    json: '[{ database, key, rows, unreadable }]',
    exitCodes: { ...needsShop, [exitCode.failed]: 'it failed, or some rows cannot be decrypted' },
  }).action(async (options) => {
    const { rotateDataKeys } = await import('../keys/data-keys.js');
    const rotations = await rotateDataKeys();
    printResult(options, rotations, rotations.map(rotationText).join(''));
    if (rotations.some(({ unreadable }) => unreadable.length > 0)) {
      process.exitCode = exitCode.failed;
    }
  });

const destroyCommand = () =>
  newCommand('destroy', {
    summary: 'Destroy a retired key of personal data',
    description: [
      'Refused while the key is in use or a row has a value under it. It waits until no process can use the key, at most a minute. Data in older backups can only be read with the keys that are in them.',
      needsDatabases,
    ],
    examples: [['users d1', 'destroys the first key of accounts']],
    json: '{ database, key }',
    exitCodes: needsShop,
  })
    .argument('<database>', 'users, orders, or a database with shards of orders: orders-2')
    .argument('<key>', 'its id, as keys data prints it')
    .action(async (database, key, options) => {
      const { destroyDataKey } = await import('../keys/data-keys.js');
      await destroyDataKey(database, key);
      printResult(options, { database, key }, `${key} of ${database} is destroyed.\n`);
    });

export const keysCommand = () =>
  newGroup('keys', 'Rotate the keys that sign access tokens and encrypt personal data', [
    rotateCommand(),
    dataCommand(),
    rotateDataCommand(),
    destroyCommand(),
  ]);
