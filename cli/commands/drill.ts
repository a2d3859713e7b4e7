import { Option } from '@commander-js/extra-typings';
import { countUpTo, numberUpTo } from '../program/arguments';
import { newCommand, newGroup } from '../program/new-command';
import { failoverDrill } from './drill-failover';
import { regionDrill } from './drill-region';

const rateMax = 10_000;
const whole = 100;
const secondsMax = 3_600;
const requestsMax = 100_000_000;

const canaryCommand = () =>
  newCommand('canary', {
    summary: 'Release a bad version, which must be rolled back in time',
    description: [
      'Starts PostgreSQL, the payment sandbox, HAProxy and this build in a temporary folder, calls the catalogue at a constant rate, and releases the same build with a fault: some of its answers are errors. Succeeds if the release was rolled back by itself in time. Needs haproxy on the PATH.',
    ],
    examples: [
      ['', 'a canary with a tenth of 500 requests a second, of which it fails 5 %'],
      ['--rate 100 --within-seconds 20', 'the same at 100 requests a second'],
    ],
    json: '{ reason, rolledBackAfterMs, inTime, load, failuresAfterwards }',
    exitCodes: { 0: 'it was rolled back in time', 1: 'it was not, or the drill failed' },
  })
    .option('--rate <count>', 'requests a second', countUpTo(rateMax), 500)
    .option('--error-share <number>', 'share of errors of the bad version', numberUpTo(1), 0.05)
    .option('--percent <count>', 'of the requests that the bad version gets', countUpTo(whole), 10)
    .option('--within-seconds <count>', 'time for the roll-back', countUpTo(secondsMax), 5)
    .option('--step-seconds <count>', 'time to wait for it', countUpTo(secondsMax), 60)
    .action(async (options) => {
      const { runCanaryDrill } = await import('../drill/run.js');
      await runCanaryDrill(options);
    });

const blueGreenCommand = () =>
  newCommand('blue-green', {
    summary: 'Release a version and take it back under load, which must lose no request',
    description: [
      'The same shop as for the drill canary. This build is released at once and rolled back, again and again, until so many requests were sent. A control follows, in which the version is killed before its requests go to the other one: it must lose some, or the load would find nothing.',
    ],
    examples: [['--requests 10000', 'a short drill']],
    json: '{ releases, rollbacksMs, load, control, faults }',
    exitCodes: { 0: 'no request was lost', 1: 'one was, or the drill failed' },
  })
    .option('--rate <count>', 'requests a second', countUpTo(rateMax), 500)
    .option('--requests <count>', 'requests in all', countUpTo(requestsMax), 100_000)
    .action(async (options) => {
      const { runBlueGreenDrill } = await import('../drill/run.js');
      await runBlueGreenDrill(options);
    });

const restoreDrill = () =>
  newCommand('restore', {
    summary: 'Delete the databases of a shop under load, and restore them',
    description: [
      'Starts a shop of its own in a temporary folder, backs it up, and lets buyers place orders. Then it kills PostgreSQL and deletes its data folder, restores everything from the archive, and looks for every acknowledged order. The shop of this folder is not touched.',
      'Meets its figures if nothing older than 15 s is lost, the shop accepts requests again within 60 s, and verify finds nothing but payments of the lost orders. Needs pgBackRest.',
    ],
    examples: [['', 'prints what was broken, detected, recovered and lost']],
    json: '{ broken, acknowledged, lost, lostSeconds, detectedAfterMs, recoveredAfterMs, unexplained, isMet }',
    exitCodes: { 0: 'the figures were met', 1: 'they were not met, or it failed' },
  })
    .addOption(
      new Option('--seconds <count>', 'how long orders are placed before the loss')
        .default(20)
        .argParser(countUpTo(secondsMax)),
    )
    .action(async (options) => {
      const { runDrill } = await import('../drill/restore.js');
      if (!(await runDrill(options))) process.exitCode = 1;
    });

export const drillCommand = () =>
  newGroup('drill', 'Break a shop of its own on purpose, and measure its recovery', [
    restoreDrill(),
    canaryCommand(),
    blueGreenCommand(),
    failoverDrill(),
    regionDrill(),
  ]);
