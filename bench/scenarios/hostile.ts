import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { parseConfiguration } from '../../config/schema';
import { Random } from '../../platform/testing/random';
import { msPerMinute } from '../../platform/values/time';
import { type BenchShop, topologies } from '../bench-shop';
import { type Accounts, openAccounts } from '../hostile/accounts';
import { AttackRun, type Phase, type PhaseResult } from '../hostile/attack-run';
import { AttackWatch } from '../hostile/attack-run-report';
import { assaults } from '../hostile/attacks/connections';
import { hoarders } from '../hostile/attacks/hoarders';
import { attacksOn } from '../hostile/attacks/table';
import { type Baseline, measureBaseline } from '../hostile/baseline';
import { baselineRows, keepWorst, worstTable } from '../hostile/baseline-report';
import { Callers } from '../hostile/callers';
import { fillLargest } from '../hostile/fill/fill-largest';
import { HttpClient } from '../hostile/http';
import * as judge from '../hostile/judge';
import { LoopWatch } from '../hostile/loop-watch';
import { memoryOf } from '../hostile/memory';
import { Neighbour, sampleOf } from '../hostile/neighbour';
import { gatherKnowledge } from '../hostile/operations/known';
import { signInBesideOthers } from '../hostile/sign-ins';
import { startAttackedShop } from '../hostile/start';
import { processesOf } from '../measure/processes';
import { startSampler } from '../measure/sampler';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const sdlFile = path.join(__dirname, '../../../gateway/api.graphql');
/** The neighbour buys the last generated products; attackers use the first. */
const neighbourSkus = Array.from({ length: 400 }, (_, n) => n + 1_201)
  .filter((n) => n % 50 !== 0 && n % 20 !== 0)
  .map((n) => `GEN-${String(n).padStart(7, '0')}`);
const quietMs = 5_000;

interface Stage {
  readonly shop: BenchShop;
  readonly accounts: Accounts;
  readonly client: HttpClient;
  readonly watch: LoopWatch;
  readonly callers: Callers;
  readonly attacks: ReturnType<typeof attacksOn>;
  readonly random: Random;
  readonly options: OptionValues;
  readonly log: Log;
}

async function setUp(shop: BenchShop, options: OptionValues, log: Log): Promise<Stage> {
  const accounts = await openAccounts(shop);
  log('accounts created');
  await fillLargest(shop, accounts);
  log('databases filled');
  log(
    processesOf(shop.pid)
      .filter(({ name }) => name !== 'PostgreSQL')
      .map(({ name, pid }) => `${name} ${pid}`)
      .join(', '),
  );
  const random = new Random(options.number('seed'));
  const knowledge = await gatherKnowledge(shop, accounts);
  const schema = buildSchema(readFileSync(sdlFile, 'utf8'));
  const attacks = attacksOn(schema, parseConfiguration({ environment: 'test' }).limits.operation);
  return {
    shop,
    accounts,
    client: new HttpClient(shop.url),
    watch: new LoopWatch(shop.folder, shop.pid),
    callers: new Callers(accounts, knowledge, random),
    attacks: attacks.filter(({ name }) => name.includes(options.text('only'))),
    random,
    options,
    log,
  };
}

async function measureEach({ options, ...stage }: Stage): Promise<Baseline[]> {
  const client = new HttpClient(stage.shop.url, true);
  const [each, budgetMs] = [options.number('each'), judge.budgetMs];
  try {
    return await measureBaseline({ ...stage, client, each, budgetMs });
  } finally {
    client.close();
  }
}

/** The phases after which the memory in use is compared. */
const everything = { first: 'everything at once, at first', rest: 'everything at once' } as const;

/** The phases: half of the time one attack after the other, half of it all at once. */
function phasesOf({ attacks, random, options }: Stage): Phase[] {
  const totalMs = options.number('minutes') * msPerMinute;
  const held = [...assaults, hoarders].filter(({ name }) => name.includes(options.text('only')));
  const single = [
    ...attacks.map((attack) => ({ name: attack.name, attacks: [attack], assaults: [] })),
    ...held.map((assault) => ({ name: assault.name, attacks: [], assaults: [assault] })),
  ];
  const each = totalMs / 2 / Math.max(1, single.length);
  return [
    ...random.shuffled(single).map((phase) => ({ ...phase, durationMs: each })),
    { name: everything.first, attacks, assaults: held, durationMs: totalMs / 8 },
    { name: everything.rest, attacks, assaults: held, durationMs: (totalMs * 3) / 8 },
  ];
}

async function besiege(stage: Stage): Promise<Measured> {
  const { shop, accounts, client, callers, random, options, watch, log } = stage;
  const attackers = options.number('attackers');
  const attackRun = new AttackRun({ client, callers, random, url: shop.url, attackers });
  const seen = new AttackWatch(watch, attackRun);
  const sampler = startSampler(shop.pid);
  const neighbour = new Neighbour({
    url: shop.url,
    tokens: accounts.neighbours.map(({ token }) => token),
    skus: neighbourSkus,
    perSecond: options.number('rate'),
    seed: options.number('seed'),
  });
  const quiet: Phase = { name: 'nobody attacks', attacks: [], assaults: [], durationMs: quietMs };
  const ended: PhaseResult[] = [];
  const live = { early: new Map<string, number>(), late: new Map<string, number>() };
  const startedAtMs = performance.now();
  try {
    await pause(quietMs);
    for (const phase of [quiet, ...phasesOf(stage)]) {
      seen.enter(phase.name);
      log(phase.name);
      ended.push(await attackRun.run(phase));
      if (phase.name === everything.first) live.early = await seen.liveMegabytes();
    }
    live.late = await seen.liveMegabytes();
  } finally {
    sampler.stop();
    seen.stop();
    await neighbour.stop();
  }
  const halfMs = performance.now() - (options.number('minutes') / 2) * msPerMinute;
  const moments = { startedAtMs, halfMs, endedAtMs: performance.now() };
  const memory = memoryOf(sampler.samples, moments, live);
  const served = sampleOf(neighbour.served);
  return {
    rows: [
      ...ended.map((phase) => seen.row(phase, neighbour)),
      rowOf('neighbour', served),
      ...memory.rows,
    ],
    faults: [
      ...judge.faultsOfBlocks(seen.blocks),
      ...judge.faultsOfNeighbour(served),
      ...judge.faultsOfMemory('gateway', seen.megabytesMax),
      ...memory.faults,
      ...judge.counted(ended.flatMap(({ faults }) => faults)),
    ],
  };
}

async function attacked(shop: BenchShop, options: OptionValues, log: Log): Promise<Measured> {
  const stage = await setUp(shop, options, log);
  try {
    const signIns = await signInBesideOthers(stage.client, stage.accounts);
    log(`sign-ins among others: ${JSON.stringify(signIns.outcomes)}`);
    const alone = await measureEach(stage);
    const file = keepWorst(alone, options.text('out'));
    const siege = await besiege(stage);
    const blocks = alone.map((one) => ({
      process: one.blockedProcess,
      ms: one.blockedMs,
      during: `alone: ${one.attack}`,
      attacks: [],
    }));
    const signInRow: Row = rowOf(
      'sign-in of a known device beside 30 of an account and 60 of an address',
      signIns,
    );
    return {
      rows: [...siege.rows, signInRow, ...baselineRows(alone)],
      faults: [
        ...judge.faultsOfBaseline(alone),
        ...judge.faultsOfBlocks(blocks),
        ...judge.faultsOfSignIns(signIns),
        ...(siege.faults ?? []),
      ],
      report: `${worstTable(alone)}\n\nFull requests saved in ${file}`,
    };
  } finally {
    stage.client.close();
  }
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  await using shop = await startAttackedShop(options.oneOf('topology', topologies));
  return await attacked(shop, options, log);
}

/**
 * Whether any request can stop the service: many attackers, and one client that only wants to buy.
 */
export const hostile: Scenario = {
  name: 'hostile',
  measures: 'the effect of attackers on other clients; fails if a request exceeds its CPU budget',
  options: {
    minutes: {
      value: 'N',
      means: 'minutes of attacks, half in turn, half at once',
      fallback: '60',
    },
    each: { value: 'N', means: 'requests of each attack to measure alone', fallback: '20' },
    rate: { value: 'N', means: 'calls per second of the neighbour', fallback: '10' },
    attackers: { value: 'N', means: 'concurrent requests of attackers', fallback: '4' },
    only: { value: 'TEXT', means: 'only attacks whose name contains it', fallback: '' },
    out: { value: 'FOLDER', means: 'folder for the worst requests', fallback: '.data/hostile' },
    seed: { value: 'N', means: 'seed of the random requests', fallback: '1' },
    topology: {
      value: 'NAME',
      means: topologies.join(' or '),
      fallback: 'distributed',
    },
  },
  run,
};
