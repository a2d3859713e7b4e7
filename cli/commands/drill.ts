import { Option } from '@commander-js/extra-typings';
import { countUpTo } from '../program/arguments';
import { newCommand, newGroup } from '../program/new-command';

const secondsMax = 3_600;

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
  ]);
