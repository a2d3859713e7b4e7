import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { beforeAll, expect, test } from 'vitest';
import { commandGroups } from '../../cli/commands';
import { createProgram } from '../../cli/program/program';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { Shop } from '../harness/shop';
import { calledBesideEveryShop, notBesideEveryShop } from './calls-of-every-shop';

/** A command that is called when there is nothing to do, its exit code, and its sentence. */
type Row = readonly [given: string, code: number, sentence: RegExp];

const nobody = '019f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
const serial = '40000000000000000000000000000000';

const running: readonly Row[] = [
  ['roles set --email customer@example.com --role CUSTOMER', 0, /before\. Nothing was changed\./],
  ['second-factor reset --email customer@example.com', 0, /had no second factor before/],
  [`accounts erase --id ${nobody}`, 0, new RegExp(`${nobody}.*Nothing was changed`)],
  ['audit accept', 0, /No entry is unsigned\. Nothing was changed\./],
  ['keys destroy users d99', 1, /d99 of users does not exist\. There are: d1, i1\./],
  ['reconcile --yes', 0, /Nothing was changed\./],
  ['start', 1, /The shop runs already/],
  ['restore', 1, /There is no backup yet\. Make one/],
  ['restart', 1, /--distributed/],
];

const stopped: readonly Row[] = [
  ['stop', 0, /does not run\. Nothing was changed\./],
  ['restart', 3, /The shop does not run\./],
  ['demo-data', 0, /demo\.enabled is off: nothing to do\./],
  ['migrate', 0, /users: nothing to do/],
  [
    'migrate --give-up none',
    1,
    /no database has an unfinished migration none\. Unfinished: none\./i,
  ],
  ['restore --switch', 1, /nothing was changed/i],
  ['restore --back', 1, /nothing was changed/i],
  ['release abort', 3, /No release runs here/],
  ['release rollback', 3, /No release runs here/],
  ['release certificate', 3, /No release runs here/],
  ['release stop', 3, /No release runs here/],
  ['backup', 3, /The shop does not run\./],
  ['backup mark now', 3, /The shop does not run\./],
  ['shard move --from 0 --to 9 --database orders', 1, /database\.orders\.shards first/],
  ['audit accept', 3, /The shop does not run\./],
];

/** Commands that are called twice: the second call finds nothing to do. */
const twice: readonly Row[] = [
  [
    'certificates issue --folder parts',
    0,
    /No certificate was due, and existing secrets were kept/,
  ],
  ['certificates renew --folder parts', 0, /No certificate is due\. Nothing was changed\./],
  [`certificates revoke --folder parts --serial ${serial}`, 0, /\d was revoked before\. Nothing/],
  ['persisted-operations --out manifest.json', 0, /as before\. Nothing was changed\./],
];

/** Commands that have something to do whenever they succeed. */
const alwaysChange: ReadonlySet<string> = new Set([
  'audit export',
  'backup dump',
  'bench',
  'chaos',
  'config secret',
  'demo order',
  'fraud train',
  'gateway',
  'keys rotate',
  'keys rotate-data',
  'release blue-green',
  'release canary',
  'release supervise',
  'replay',
  'token',
]);

const onlyRead: ReadonlySet<string> = new Set([
  'audit check',
  'audit verify',
  'backup list',
  'backup verify',
  'config check',
  'config print',
  'config schema',
  'flags list',
  'fraud evaluate',
  'keys data',
  'probe',
  'region status',
  'release status',
  'security audit',
  'shard status',
  'status',
  'verify',
]);

/** Commands whose test has what they need. */
const elsewhere: Readonly<Record<string, string>> = {
  'flags set': 'cli/flags/set-flag.test.ts',
  import: 'e2e/commands/commands.test.ts',
  'region cut-over': 'platform/database/region/region.test.ts',
  'region follow': 'platform/database/region/region.test.ts',
  'region take-over': 'platform/database/region/region.test.ts',
  setup: 'cli/setup/run.test.ts',
};

function leavesOf(command: CommandUnknownOpts, words: readonly string[] = []): string[] {
  const below = command.commands.filter(
    (each) => !['complete', 'completion', 'help'].includes(each.name()),
  );
  const own = below.length === 0 || words[0] === 'backup' ? [words.join(' ')] : [];
  return [...own, ...below.flatMap((each) => leavesOf(each, [...words, each.name()]))];
}

const everyLeaf = () => leavesOf(createProgram(commandGroups()) as unknown as CommandUnknownOpts);

/** Every command is in the tables of this file. */
export function checkTables(): void {
  test('every command has its row, or changes nothing, or always does', () => {
    const leaves = everyLeaf();
    const called = [...running, ...stopped, ...twice].map(([given]) => given);
    const isCalled = (leaf: string) => called.some((given) => `${given} `.startsWith(`${leaf} `));
    const others = new Set([...alwaysChange, ...onlyRead, ...Object.keys(elsewhere)]);
    const missing = leaves.filter(
      (leaf) => !leaf.startsWith('drill') && !isCalled(leaf) && !others.has(leaf),
    );
    expect(missing).toEqual([]);
    expect([...others].filter((name) => !leaves.includes(name))).toEqual([]);
    const files = Object.values(elsewhere);
    expect(files.filter((file) => !existsSync(path.join(repositoryRoot, file)))).toEqual([]);
  });

  test('every command is called beside shops of every kind, or needs more than a shop', () => {
    const leaves = everyLeaf().filter((leaf) => !leaf.startsWith('drill'));
    // `backup` is a command, and so is `backup dump`.
    const longest = leaves.toSorted((one, other) => other.length - one.length);
    const called = new Set(
      calledBesideEveryShop().map((call) =>
        longest.find((leaf) => `${call} `.startsWith(`${leaf} `)),
      ),
    );
    expect(leaves.filter((leaf) => called.has(leaf) === notBesideEveryShop.has(leaf))).toEqual([]);
    expect([...notBesideEveryShop].filter((leaf) => !leaves.includes(leaf))).toEqual([]);
  });
}

async function expectRow(shop: Shop, [given, code, sentence]: Row): Promise<void> {
  const [command = '', ...rest] = given.split(' ');
  const withoutDemo = { ORDERPROCESSING_DEMO_ENABLED: 'false' };
  const ended = await shop.runWith(given === 'demo-data' ? withoutDemo : {}, command, ...rest);
  expect({ code: ended.code, said: `${ended.output}${ended.errors}` }).toEqual({
    code,
    said: expect.stringMatching(sentence),
  });
}

/** Commands that find nothing to do beside a new shop that runs. */
export function checkUnchanged(shop: () => Shop): void {
  test.each(running)('%s says so beside a shop that runs', (...row) => expectRow(shop(), row));

  test.each(twice)('%s says so when it is called again', async (...row) => {
    const [command = '', ...rest] = row[0].split(' ');
    await shop().run(command, ...rest);
    await expectRow(shop(), row);
  });
}

/** The same of a shop that is stopped, which it stops. */
export function checkUnchangedWhenStopped(shop: () => Shop): void {
  beforeAll(async () => {
    await shop().stop();
  });

  test.each(stopped)('%s says so', (...row) => expectRow(shop(), row));
}
