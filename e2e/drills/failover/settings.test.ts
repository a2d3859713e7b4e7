import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../../ops/testing/program';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { findProgram } from '../../../platform/process/run-program';
import { runbookBlock } from '../runbook';
import { etcdVariables } from './etcd-cluster';
import { accountVariables, nodeSettings } from './patroni-node';

const folder = path.join(repositoryRoot, 'ops/patroni');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

/** The paths of all values, e.g. `postgresql.listen`. */
function pathsOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, at ? `${at}.${key}` : key));
}

const variablesIn = (file: string): string[] =>
  [...read(file).matchAll(/^(\w+)=/gm)].map(([, name = '']) => name).sort();

test('the drill sets what node.yml sets, and the variables of both env files', () => {
  const links = { etcdPorts: [3, 4, 5], port: 6, apiPort: 7 };
  const ports = { port: 1, apiPort: 2, links };
  const passwords = { superuser: 'a', replication: 'b', rewind: 'c', api: 'd' };
  const node = { name: 'node1', folder: '/', ...ports, passwords, account: undefined };
  expect(pathsOf(nodeSettings(node)).sort()).toEqual(pathsOf(parse(read('node.yml'))).sort());
  expect(Object.keys(accountVariables(passwords)).sort()).toEqual(variablesIn('patroni.env'));
  const member = { name: 'etcd1', folder: '/', clients: 'http://a', peers: 'http://b' };
  expect(Object.keys(etcdVariables(member, [member])).sort()).toEqual(variablesIn('etcd.env'));
});

test('a dead node is replaced in time, and no commit is acknowledged before a standby has it', () => {
  const { dcs } = parse(read('cluster.yml')).bootstrap;
  // The rule of Patroni's documentation, "Dynamic configuration settings".
  expect(dcs.loop_wait + 2 * dcs.retry_timeout).toBeLessThanOrEqual(dcs.ttl);
  expect(dcs.ttl).toBeLessThan(25);
  expect(dcs).toMatchObject({ synchronous_mode: true, primary_start_timeout: 0 });
  const { parameters } = dcs.postgresql;
  expect(parameters).toMatchObject({ synchronous_commit: 'on', wal_level: 'logical' });
  expect(parameters.max_slot_wal_keep_size).toMatch(/^\d+GB$/);
});

test.skipIf(findProgram('haproxy') === null)('HAProxy accepts the settings', () => {
  const database = 'DATABASE_ADDRESS=127.0.0.1:1 DATABASE_SOCKET=/tmp/socket';
  const replicas = 'DATABASE_REPLICA_ADDRESS=127.0.0.1:8';
  const nodes = 'DATABASE_NODE1=127.0.0.1:2 DATABASE_NODE1_API=3';
  const others = 'DATABASE_NODE2=127.0.0.1:4 DATABASE_NODE2_API=5';
  const regions = 'DATABASE_FIRST=127.0.0.1:6 DATABASE_SECOND=127.0.0.1:7';
  const variables = [database, replicas, nodes, others, regions].join(' ').split(' ');
  for (const file of ['ops/patroni/haproxy.cfg', 'ops/haproxy/regions.cfg']) {
    expect(() => run('env', ...variables, 'haproxy', '-c', '-f', file)).not.toThrow();
  }
});

test.each([
  ['failover', 'Look', 'bash'],
  ['failover', 'A planned move', 'bash'],
  ['failover', 'The machine is off for certain', 'bash'],
  ['failover', 'A node does not return', 'bash'],
  ['failover', 'Change a setting', 'bash'],
  ['second-region', 'What each region needs', 'sql'],
  ['second-region', 'Set up', 'bash'],
  ['second-region', 'Move to the second region', 'bash'],
  ['second-region', 'The way back', 'bash'],
  ['second-region', 'The first region is lost', 'bash'],
])('the runbook %s has commands under "%s"', (name, heading, language) => {
  expect(runbookBlock(name, heading, language).length).toBeGreaterThan(0);
});

test('every command of both runbooks is in a section that a drill runs', () => {
  const blocks = ['failover', 'second-region'].map((name) => {
    const text = readFileSync(path.join(repositoryRoot, 'docs/runbooks', `${name}.md`), 'utf8');
    return [...text.matchAll(/^```(bash|sql)$/gm)].length;
  });
  expect(blocks).toEqual([5, 5]);
});
