import { drillExitCode } from '../drill/exit-codes';
import { namesOf } from '../program/arguments';
import { newCommand } from '../program/new-command';

export const allDrills = () =>
  newCommand('all', {
    summary: 'Run every drill that this machine can run, one after the other',
    description: [
      'Prints the report of each, and then one line for each drill: met, not met, or skipped and why. Each drill is a process group of its own, which is ended after half an hour.',
      'A drill that was skipped is a failure, unless --require leaves it out: a weekly job that has lost its programs must not stay green.',
      'With --beside-production it runs only those that neither fill a disk nor load the machine. They too break only a shop of their own.',
    ],
    examples: [
      ['--beside-production', 'once a week on a machine of the shop'],
      ['--require redis,clock,restore', 'the others may be skipped'],
    ],
    json: '{ drills: [{ drill, outcome, reason, seconds, result }] }',
    exitCodes: {
      0: 'every drill met its figures, except skipped ones that are not required',
      1: 'one did not, or failed',
      [drillExitCode.skipped]: 'none failed, and a required one was skipped',
    },
  })
    .option('--beside-production', 'only drills that leave the machine to the shop')
    .option('--require <names>', 'drills that must not be skipped (default: all)', namesOf)
    .action(async (options) => {
      const { runAllDrills } = await import('../drill/all.js');
      process.exitCode = await runAllDrills(options);
    });
