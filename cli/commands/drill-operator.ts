import { cannotRun } from '../drill/exit-codes';
import { newCommand } from '../program/new-command';
import { drillAction } from './drill-action';

export const operatorDrill = () =>
  newCommand('operator', {
    summary: 'Kill the commands of an operator in each of their steps, and run two at once',
    description: [
      'Kills release, migrate, backup and restore in each of their steps, types the next command, and compares its exit code and its sentence with what they must be. Two commands run at once, HAProxy is killed, a segment of the archive is damaged and taken away, and a page of the database is damaged. The report has a line for each of them. Everything is in a temporary folder; the shop of this folder is not touched.',
      'Meets its figures if every exit code and sentence is right, no acknowledged order is lost, and verify finds nothing. Needs haproxy and pgBackRest.',
    ],
    examples: [['', 'prints each fault, the command after it, and what that said']],
    json: '{ drill, faults, acknowledged, lost, violations, verify, figures }, or { drill, skipped }',
    exitCodes: {
      0: 'every exit code and sentence was right',
      1: 'one was not, or the drill failed',
      ...cannotRun,
    },
  }).action(
    drillAction(async (options) => {
      const { runDrill } = await import('../drill/operator.js');
      await runDrill(options);
    }),
  );
