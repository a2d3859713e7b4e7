import { Option } from '@commander-js/extra-typings';
import type { FaultDrillName } from '../../e2e/drills/drills';
import { countUpTo, numberUpTo } from '../program/arguments';
import { newGroup } from '../program/new-command';
import { allDrills } from './drill-all';
import {
  backupDiskDrill,
  failoverDrill,
  operatorDrill,
  regionDrill,
  restoreDrill,
  shardDrill,
} from './drill-reported';
import { drillAction, newDrill } from './new-drill';

const rateMax = 10_000;
const whole = 100;
const secondsMax = 3_600;
const requestsMax = 100_000_000;
const flipsMax = 10_000;

const canaryCommand = () =>
  newDrill('canary', {
    summary: 'Release a bad version, which must be rolled back in time',
    description: [
      'Starts PostgreSQL, the payment sandbox, HAProxy and this build in a temporary folder, reads the catalogue and places orders at a constant rate, and releases the same build with a fault: some of its answers are errors. Succeeds if the release was rolled back by itself in time, and no call failed afterwards. Fails, too, if more than 1 % of the calls could not be sent at this rate. Needs haproxy on the PATH.',
    ],
    examples: [
      ['', 'a canary with a tenth of 500 requests a second, of which it fails 5 %'],
      ['--rate 100 --within-seconds 20', 'the same at 100 requests a second'],
    ],
    json: '{ reason, rolledBackAfterMs, inTime, load, failuresAfterwards, faults }, or { drill, skipped }',
    exitCodes: {
      0: 'it was rolled back in time',
      1: 'it was not, or the drill failed',
    },
  })
    .option('--rate <count>', 'requests a second', countUpTo(rateMax), 500)
    .option('--error-share <number>', 'share of errors of the bad version', numberUpTo(1), 0.05)
    .option('--percent <count>', 'of the requests that the bad version gets', countUpTo(whole), 10)
    .option('--within-seconds <count>', 'time for the roll-back', countUpTo(secondsMax), 5)
    .option('--step-seconds <count>', 'time to wait for it', countUpTo(secondsMax), 60)
    .action(
      drillAction(async (options) => {
        const { runCanaryDrill } = await import('../drill/run.js');
        await runCanaryDrill(options);
      }),
    );

const blueGreenCommand = () =>
  newDrill('blue-green', {
    summary: 'Release a version and take it back under load, which must lose no request',
    description: [
      'Starts the same shop as the drill canary. This build is released at once and rolled back, again and again, until all --requests were sent. A control follows, in which the version is killed before its requests go to the other one: it must lose some, or the load would find nothing. Fails, too, if more than 1 % of the calls could not be sent at this rate.',
    ],
    examples: [['--requests 10000', 'a short drill']],
    json: '{ releases, rollbacksMs, load, control, faults }, or { drill, skipped }',
    exitCodes: { 0: 'no request was lost', 1: 'one was, or the drill failed' },
  })
    .option('--rate <count>', 'requests a second', countUpTo(rateMax), 500)
    .option('--requests <count>', 'requests in all', countUpTo(requestsMax), 100_000)
    .action(
      drillAction(async (options) => {
        const { runBlueGreenDrill } = await import('../drill/run.js');
        await runBlueGreenDrill(options);
      }),
    );

interface FaultDrillFacts {
  readonly summary: string;
  /** What is broken, and what must hold. */
  readonly what: string;
}

const faultDrills: Readonly<Record<Exclude<FaultDrillName, 'corruption'>, FaultDrillFacts>> = {
  redis: {
    summary: 'Kill Redis and start it empty, and let it hang',
    what: 'Redis is killed, and comes back without its data; then it hangs for 20 s.',
  },
  'redis-cluster': {
    summary: 'Kill a master of a Redis cluster, and let another one hang',
    what: 'Its Redis is a cluster of three masters with a replica each. One master is killed and later started empty; another one hangs for 20 s. Replicas take over, and the counters of the other masters must stay exact.',
  },
  provider: {
    summary: 'Let the payment provider hang, answer slowly and lose answers',
    what: 'The payment provider hangs, then answers after 2 to 6 s, then half of its answers are lost. Reads of the catalogue must not fail during that time.',
  },
  inventory: {
    summary: 'Let inventory accept calls and answer none',
    what: 'The process of inventory hangs for 150 s, then the network swallows what is sent to it for 30 s. Reads that do not need it must stay as fast as before, and those that do must be refused at once.',
  },
  disk: {
    summary: 'Fill the disk of PostgreSQL',
    what: 'The data folder of PostgreSQL is a small file system of its own, which is filled to the last byte, and then has room again. Needs root (unshare --mount).',
  },
  clock: {
    summary: 'Set the clock of one process, or of PostgreSQL, wrong',
    what: 'One process after the other, and then PostgreSQL, runs ten minutes ahead or behind. Needs a C compiler (cc).',
  },
  certificate: {
    summary: 'Let a certificate expire, revoke another one, and renew them',
    what: 'The certificate of inventory expires, then that of the gateways is revoked. No order may be confirmed over such a link; new certificates repair it without a restart.',
  },
};

const faultDescription = (what: string): string[] => [
  `Starts a shop as many processes in a temporary folder, in which clients buy, cancel, ship, refund and count stock. ${what}`,
  'Meets its figures if no acknowledged call is lost, each call took effect at most once, verify finds nothing, and the fault was seen and overcome in time. The shop of this folder is not touched. Needs a redis-server. History and log are left in .data/drills/.',
];

const seedOption = () =>
  new Option('--seed <number>', 'decides what the clients do')
    .default(1)
    .argParser(countUpTo(Number.MAX_SAFE_INTEGER));

const faultCommand = (name: keyof typeof faultDrills) =>
  newDrill(name, {
    summary: faultDrills[name].summary,
    description: faultDescription(faultDrills[name].what),
  })
    .addOption(seedOption())
    .action(
      drillAction(async (options) => {
        const { runFaultDrill } = await import('../drill/faults.js');
        process.exitCode = await runFaultDrill(name, options);
      }),
    );

const corruptionCommand = () =>
  newDrill('corruption', {
    summary: 'Flip bits between processes, and in a page of the database',
    description: faultDescription(
      'Bits flip on the TLS links between the processes while other work takes a part of the CPU; none of them may be accepted. Then bytes flip in a data page of a stopped copy of the database: verify must fail on it.',
    ),
    examples: [['--cpu 50 --corruption 30', 'the default: half of the CPU, 30 flipped bits']],
  })
    .addOption(seedOption())
    .option('--cpu <percent>', 'share of the CPU that other work takes', countUpTo(whole), 50)
    .option('--corruption <count>', 'bits that are flipped', countUpTo(flipsMax), 30)
    .action(
      drillAction(async (options) => {
        const { runFaultDrill } = await import('../drill/faults.js');
        process.exitCode = await runFaultDrill('corruption', options);
      }),
    );

export const drillCommand = () =>
  newGroup('drill', 'Break a shop of its own on purpose, and measure its recovery', [
    restoreDrill(),
    backupDiskDrill(),
    canaryCommand(),
    blueGreenCommand(),
    failoverDrill(),
    regionDrill(),
    shardDrill(),
    operatorDrill(),
    faultCommand('redis'),
    faultCommand('redis-cluster'),
    faultCommand('provider'),
    faultCommand('inventory'),
    faultCommand('disk'),
    faultCommand('clock'),
    faultCommand('certificate'),
    corruptionCommand(),
    allDrills(),
  ]);
