import path from 'node:path';
import { msPerSecond } from '../../platform/values/time';
import type { Call } from '../../testing/load/closed-loop';
import { compiledCode } from '../../testing/started-shop';
import { BenchShop, topologies } from '../bench-shop';
import { inTurns } from '../load/in-turns';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { Log, OptionValues, Scenario } from '../scenario';

/** The largest number of clients, because each has an account of its own. */
const accountsCount = 64;
const percent = 100;
const freely = '1000000000';

const signIn = `mutation ($email: EmailAddress!) {
  answer: login(input: { email: $email, password: "not the password" }) { __typename } }`;
const lock = `mutation ($id: ID!) {
  answer: lockAccount(userId: $id, reason: "benchmark") { __typename } }`;
const unlock = lock.replace('lockAccount', 'unlockAccount');

/** @returns the type of the result, or the code of the error. */
async function outcomeOf(shop: BenchShop, query: string, variables: object, token: string | null) {
  const { data, errors } = await shop.ask(query, variables, token);
  const answer = data?.answer as { readonly __typename: string } | null | undefined;
  return answer?.__typename ?? errors?.[0]?.extensions?.code ?? 'no answer';
}

/** A sign-in with a wrong password changes nothing but the audit log. */
const failingSignIns = (shop: BenchShop): Call => {
  return (client) => outcomeOf(shop, signIn, { email: `nobody-${client}@example.com` }, null);
};

/** Support locks and unlocks accounts: some changes of rows, and an entry with them. */
async function locking(shop: BenchShop): Promise<Call> {
  const support = await shop.signIn('support');
  const customers = await shop.newCustomers(accountsCount);
  const accounts = await Promise.all(
    customers.map(async (token) => {
      const { data } = await shop.ask('{ me { id } }', {}, token);
      const { me } = data as { readonly me: { readonly id: string } };
      return { id: me.id, isLocked: false };
    }),
  );
  return async (client) => {
    const account = accounts[client];
    if (account === undefined) throw new Error(`At most ${accountsCount} clients lock accounts.`);
    const query = account.isLocked ? unlock : lock;
    account.isLocked = !account.isLocked;
    return outcomeOf(shop, query, { id: account.id }, support);
  };
}

interface Audited {
  readonly name: string;
  /** The outcome of a call that has written an entry. */
  readonly written: string;
  readonly calls: (shop: BenchShop) => Call | Promise<Call>;
}

const audited: readonly Audited[] = [
  { name: 'failed sign-ins', written: 'InvalidCredentialsError', calls: failingSignIns },
  { name: 'locks', written: 'User', calls: locking },
];

async function openShop(options: OptionValues, isChained: boolean): Promise<BenchShop> {
  const limit = { ORDERPROCESSING_LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: freely };
  const preloaded = path.join(compiledCode, 'bench/audit/without-chain.js');
  // All processes of the shop inherit the environment.
  const settings = isChained ? limit : { ...limit, NODE_OPTIONS: `--require ${preloaded}` };
  const shop = await BenchShop.start(options.oneOf('topology', topologies), [], settings);
  if (isChained) return shop;
  const users = await shop.database('users');
  try {
    await users.query('ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_linked');
  } finally {
    await users.end();
  }
  return shop;
}

/** Links of the shop's log: none may be added where the chain is meant to be off. */
async function linksOf(shop: BenchShop): Promise<number> {
  const users = await shop.database('users');
  try {
    const { rows } = await users.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit_links',
    );
    return rows[0]?.count ?? 0;
  } finally {
    await users.end();
  }
}

/** The faults that make the comparison worthless. */
function faultsOf({ name, outcomes = {} }: Row, written: string): string[] {
  const others = Object.entries(outcomes).filter(([outcome]) => outcome !== written);
  return others.map(([outcome, count]) => `${name}: ${count} calls ended with ${outcome}`);
}

async function run(options: OptionValues, log: Log) {
  const durationMs = options.number('seconds') * msPerSecond;
  const chained = await openShop(options, true);
  const plain = await openShop(options, false).catch(async (error) => {
    await chained.stop();
    throw error;
  });
  const rows: Row[] = [];
  const faults: string[] = [];
  try {
    const links = await linksOf(plain);
    for (const { name, written, calls } of audited) {
      const sides = [await calls(chained), await calls(plain)] as const;
      for (const clients of options.numbers('clients')) {
        const { measured, yardstick, ratio } = await inTurns({
          clients,
          durationMs,
          measured: { shop: chained, call: sides[0], name: `${name}, ${clients} clients` },
          yardstick: { shop: plain, call: sides[1], name: `${name} without chain` },
        });
        rows.push(measured, yardstick);
        faults.push(...[measured, yardstick].flatMap((row) => faultsOf(row, written)));
        log(`${measured.name}: ${(ratio * percent).toFixed(1)} % of those without the chain`);
      }
    }
    if ((await linksOf(plain)) !== links) faults.push('the shop without the chain made links');
  } finally {
    await chained.stop();
    await plain.stop();
  }
  return { rows, faults };
}

/** Calls that write an entry into the audit log, with and without its keyed chain. */
export const audit: Scenario = {
  name: 'audit',
  measures: 'calls a second that are audited, with and without the keyed chain, in turns',
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together, for each kind of call', 60),
    topology: topologyOption,
  },
  run,
};
