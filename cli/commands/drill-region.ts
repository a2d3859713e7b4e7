import { cannotRun } from '../drill/exit-codes';
import { countUpTo } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { drillAction } from './drill-action';

const runsMax = 100;
const secondsMax = 3_600;

export const regionDrill = () =>
  newCommand('region', {
    summary: 'Move a shop under load to a second region and back',
    description: [
      'Starts a distributed shop, two servers of PostgreSQL and HAProxy in a temporary folder. The second server follows the first one by logical replication. While buyers place orders all writes move to it and back; then the first one is stopped, and the second one takes over. Every command is read from the runbook of the second region. The shop of this folder is not touched.',
      'Meets its figures if the lag stays within 1 s under load, a move refuses writes for at most 1 s and loses no order, verify finds nothing after it, and a slot that nobody reads is given up. Needs haproxy on the PATH.',
    ],
    examples: [
      ['', 'one move and the way back'],
      ['--runs 10 --seconds 60', 'ten of each, after a minute of measuring the lag'],
    ],
    json: '{ drill, faults, acknowledged, lost, violations, verify, figures, result, isMet }, or { drill, skipped }',
    exitCodes: { 0: 'the figures were met', 1: 'they were not met, or it failed', ...cannotRun },
  })
    .option('--runs <count>', 'how often it moves there and back', countUpTo(runsMax), 1)
    .option('--seconds <count>', 'how long the lag is measured', countUpTo(secondsMax), 20)
    .action(
      drillAction(async (options) => {
        const { runDrill } = await import('../drill/region.js');
        await runDrill(options);
      }),
    );
