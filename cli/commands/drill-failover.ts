import { cannotRun } from '../drill/exit-codes';
import { countUpTo } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { drillAction } from './drill-action';

const runsMax = 100;

export const failoverDrill = () =>
  newCommand('failover', {
    summary: 'Break the primary database of a shop under load, which the standby must replace',
    description: [
      'Starts three members of etcd, two nodes of PostgreSQL under Patroni, HAProxy and a distributed shop in a temporary folder, with the settings of ops/patroni. While buyers place orders it kills PostgreSQL of the primary, switches over, kills the whole node, kills it with its lock deleted, cuts it off from etcd and the standby, and kills two members of etcd. The shop of this folder is not touched.',
      'Meets its figures if no acknowledged order is lost, the standby accepts writes within 1 s of the decision to promote it, within 5 s of a crash or a switch-over and within 25 s of a dead node or a partition, the former primary becomes a standby again by itself, orders continue without a quorum of etcd, and verify finds nothing. A control with asynchronous replication follows, which must lose orders. Needs Patroni, etcd, HAProxy and PostgreSQL 17 of Debian.',
    ],
    examples: [
      ['', 'each fault once, then the control'],
      ['--runs 10', 'each fault ten times; prints the median and the worst'],
      ['--asynchronous', 'only the control'],
    ],
    json: '{ drill, faults, acknowledged, lost, violations, verify, figures, results, quorum, control, isMet }, or { drill, skipped }',
    exitCodes: {
      0: 'the figures were met',
      1: 'they were not met, or it failed',
      ...cannotRun,
    },
  })
    .option('--runs <count>', 'how often each fault is injected', countUpTo(runsMax), 1)
    .option('--asynchronous', 'only the control with asynchronous replication')
    .action(
      drillAction(async (options) => {
        const { runDrill } = await import('../drill/failover.js');
        await runDrill(options);
      }),
    );
