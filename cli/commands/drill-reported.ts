import { countUpTo } from '../program/arguments';
import { drillAction, newDrill } from './new-drill';

const secondsMax = 3_600;
const runsMax = 100;

const shortReportJson =
  '{ drill, faults, acknowledged, lost, violations, verify, figures }, or { drill, skipped }';

const reported = () => import('../drill/reported-drills.js');

export const restoreDrill = () =>
  newDrill('restore', {
    summary: 'Delete the databases of a shop under load, and restore them',
    description: [
      'Starts a shop of its own in a temporary folder, backs it up, and lets buyers place orders. Then it kills PostgreSQL and deletes its data folder, restores everything from the archive, and looks for every acknowledged order. The shop of this folder is not touched.',
      'Meets its figures if nothing older than 15 s is lost, the shop accepts requests again within 60 s, and verify finds nothing but payments of the lost orders. Needs pgBackRest.',
    ],
    examples: [
      ['', 'prints what was broken, detected, recovered and lost'],
      ['--synchronous-log', 'fails if a single acknowledged order is lost'],
      ['--runs 10', 'ten shops, one after the other; prints the median and the worst'],
    ],
  })
    .option('--runs <count>', 'how often a shop is lost and restored', countUpTo(runsMax), 1)
    .option(
      '--seconds <count>',
      'how long orders are placed before the loss',
      countUpTo(secondsMax),
      20,
    )
    .option('--synchronous-log', 'sets backups.synchronousLog, with which nothing may be lost')
    .action(drillAction(async (options) => (await reported()).drillRestore(options)));

export const backupDiskDrill = () =>
  newDrill('backup-disk', {
    summary: 'Fill the disk of the backups under load, which must stop no order',
    description: [
      'Starts a shop whose backups have a small file system of their own, in a temporary folder. While buyers place orders it fills that disk, types backup, backup verify and backup list, and frees the disk. The shop of this folder is not touched.',
      'Meets its figures if every exit code and sentence is right, database_archiving_failing_seconds shows it, orders continue, the log is archived again within 90 s, no acknowledged order is lost, and verify finds nothing. Needs pgBackRest and root (unshare --mount).',
    ],
    json: shortReportJson,
  }).action(drillAction(async (options) => (await reported()).drillBackupDisk(options)));

export const failoverDrill = () =>
  newDrill('failover', {
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
  })
    .option('--runs <count>', 'how often each fault is injected', countUpTo(runsMax), 1)
    .option('--asynchronous', 'only the control with asynchronous replication')
    .action(drillAction(async (options) => (await reported()).drillFailover(options)));

export const regionDrill = () =>
  newDrill('region', {
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
  })
    .option('--runs <count>', 'how often it moves there and back', countUpTo(runsMax), 1)
    .option('--seconds <count>', 'how long the lag is measured', countUpTo(secondsMax), 20)
    .action(drillAction(async (options) => (await reported()).drillRegion(options)));

export const shardDrill = () =>
  newDrill('shard', {
    summary: 'Move shards of orders under load, and kill the command in each step',
    description: [
      'Starts a distributed shop on two databases of orders in a temporary folder. While buyers place orders and read them, shards move to the other database and back; the command is killed in each of its steps, and called again. The shop of this folder is not touched.',
      'Meets its figures if every acknowledged order is in one database, none was charged or listed twice, verify finds nothing, buyers got no error other than SERVICE_UNAVAILABLE, and the writes of a shard were refused for at most 1 s by a move that nobody killed.',
    ],
    examples: [['', 'prints each kill, what was lost, and how long a shard was stopped']],
    json: shortReportJson,
  }).action(drillAction(async (options) => (await reported()).drillShard(options)));

export const operatorDrill = () =>
  newDrill('operator', {
    summary: 'Kill the commands of an operator in each of their steps, and run two at once',
    description: [
      'Kills release, migrate, backup and restore in each of their steps, types the next command, and compares its exit code and its sentence with what they must be. Two commands run at once, HAProxy is killed, a segment of the archive is damaged and taken away, and a page of the database is damaged. The report has a line for each of them. Everything is in a temporary folder; the shop of this folder is not touched.',
      'Meets its figures if every exit code and sentence is right, no acknowledged order is lost, and verify finds nothing. Needs haproxy and pgBackRest.',
    ],
    examples: [['', 'prints each fault, the command after it, and what that said']],
    json: shortReportJson,
    exitCodes: {
      0: 'every exit code and sentence was right',
      1: 'one was not, or the drill failed',
    },
  }).action(drillAction(async (options) => (await reported()).drillOperator(options)));
