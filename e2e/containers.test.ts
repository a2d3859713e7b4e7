import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfiguration } from '../config/load-configuration';
import { subgraphNames, subgraphProcesses } from '../config/subgraphs';
import {
  adminPortVariables,
  databaseVariables,
  portVariables,
} from '../config/testing/subgraph-variables';
import { repositoryRoot } from '../platform/process/repository-root';
import { freePort } from '../platform/testing/free-port';
import { createTestRedis, redisAvailable, type TestRedis } from '../platform/testing/redis';
import {
  createRoles,
  dropRoles,
  ownerUrlOf,
  permissionsOf,
  urlOf,
} from './harness/compose-databases';
import { type Container, compose } from './harness/compose-file';
import { eventually } from './harness/shop';

/** No container runs here. What is checked is what can be: names, settings, and the commands. */

const ours = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);

/** As compose fills it in where no `.env` says otherwise. */
function environmentOf({ environment = {} }: Container): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
  ]);
  return Object.fromEntries(filled) as Record<string, string>;
}

/** The program and its arguments. */
const commandOf = ({ entrypoint = [], command = [] }: Container) => [...entrypoint, ...command];

/** Which of the folders of certificates and secrets it sees. */
function partOf({ volumes = [] }: Container): string {
  const [own] = volumes.flatMap((mount) => ('volume' in mount ? (mount.volume ?? []) : []));
  return own?.subpath ?? 'none';
}

/** Free ports, and a known one for the questions of the test. */
const portsOf: Record<string, (known: string) => Record<string, string>> = {
  ...Object.fromEntries(
    subgraphProcesses.map((process) => [
      process,
      (known: string) => ({
        ...portVariables(() => 0),
        ...adminPortVariables((name) => (name === process ? Number(known) : 0)),
      }),
    ]),
  ),
  gateway: (known) => ({
    ORDERPROCESSING_SERVER_PORT: '0',
    ORDERPROCESSING_SERVER_ADMIN_PORT: known,
  }),
  sandbox: (known) => ({ ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: known }),
};

describe('docker-compose.yml', () => {
  test.each(ours)(
    '%s runs a program that exists, with settings that exist',
    async (_, container) => {
      const [program, ...rest] = commandOf(container);
      expect(program).toBe('node');
      const file = rest.find((word) => !word.startsWith('-')) ?? '';
      const source = file.replace(/^dist\/(.*)\.js$/, '$1.ts');
      expect(existsSync(path.join(repositoryRoot, source))).toBe(true);
      const settings = Object.entries(environmentOf(container)).filter(
        ([name]) => !name.endsWith('_FILE'),
      );
      const environment = Object.fromEntries(settings);
      await loadConfiguration({ workingFolder: '/nowhere', homeFolder: '/nowhere', environment });
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

  test('gives no part the superuser of PostgreSQL, and opens neither Redis nor Grafana', () => {
    const { postgres, redis, grafana } = compose.services;
    const superuser = postgres?.environment?.POSTGRES_USER;
    expect(superuser).toBe('orderprocessing');
    const addresses = ours.flatMap(([, container]) =>
      Object.entries(environmentOf(container)).filter(([name]) => name.endsWith('_URL')),
    );
    const databases = addresses.filter(([, value]) => value.startsWith('postgresql:'));
    expect(databases.length).toBeGreaterThan(0);
    for (const [name, value] of databases) {
      const [, room = '', owner = ''] = /DATABASE_([A-Z]+)(_OWNER)?_URL/.exec(name) ?? [];
      const role = `${room}${owner}`.toLowerCase();
      const { username, pathname } = new URL(value);
      expect([username, pathname]).toEqual([role, `/${room.toLowerCase()}`]);
    }
    const password = redis && environmentOf(redis).REDISCLI_AUTH;
    expect(password).toBeTruthy();
    const caches = addresses.filter(([name]) => name === 'ORDERPROCESSING_REDIS_URL');
    for (const [, value] of caches) expect(new URL(value).password).toBe(password);
    expect(grafana?.environment?.GF_AUTH_ANONYMOUS_ENABLED).toBe('false');
  });

  test('starts all that the parts need, and by its profile what not everybody needs', () => {
    const byProfile = (name: string) => compose.services[name]?.profiles !== undefined;
    for (const [name, { depends_on: waited = {} }] of Object.entries(compose.services)) {
      if (!byProfile(name)) expect(Object.keys(waited).filter(byProfile), name).toEqual([]);
    }
    expect([...Object.keys(portsOf), 'edge', 'postgres', 'redis'].filter(byProfile)).toEqual([]);
  });
});

describe.skipIf(!redisAvailable)('the commands of the containers', () => {
  let folder: string;
  let redis: TestRedis;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'containers-'));
    redis = await createTestRedis();
    await createRoles();
    const command = compose.services.certificates?.command ?? [];
    const args = command.slice(1).map((word) => (word === '/parts' ? folder : word));
    execFileSync(process.execPath, args, { cwd: repositoryRoot });
  });
  afterAll(async () => {
    await redis?.close();
    await dropRoles();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The environment of the container, with this machine's servers, files and free ports. */
  async function environmentHere(name: string, container: Container, adminPort: number) {
    const here = { ORDERPROCESSING_REDIS_URL: redis.url };
    const servers: Record<string, string> = { ...here, ...databaseVariables(urlOf, ownerUrlOf) };
    const entries = Object.entries(environmentOf(container)).map(([key, value]) => [
      key,
      servers[key] ?? value.replace(/^\/part\//, `${path.join(folder, partOf(container))}/`),
    ]);
    return {
      ...Object.fromEntries(entries),
      ...portsOf[name]?.(String(adminPort)),
      ORDERPROCESSING_SERVICES_HOST: '127.0.0.1',
      ORDERPROCESSING_DATA_FOLDER: path.join(folder, `data-${name}`),
    };
  }

  function ended(child: ChildProcess): Promise<number | null> {
    return new Promise((resolve) => child.once('exit', resolve));
  }

  test('migrate works with roles that are no superusers, own one database, and see no other', async () => {
    const container = compose.services.migrate;
    if (!container) throw new Error('there is no migrate');
    const env = { PATH: process.env.PATH, ...(await environmentHere('migrate', container, 0)) };
    const options = { cwd: repositoryRoot, env, encoding: 'utf8' } as const;
    const output = execFileSync(process.execPath, commandOf(container).slice(1), options);
    expect(output).toMatch(/^orders: \d+_init/m);
    for (const room of subgraphNames) {
      const plain = { isSuperuser: false, databases: [room] };
      expect(await permissionsOf(urlOf(room))).toEqual({ ...plain, ownsTables: false });
      expect(await permissionsOf(ownerUrlOf(room))).toEqual({ ...plain, ownsTables: true });
    }
  });

  test.each(Object.keys(portsOf))(
    '%s comes up from its environment alone, says so, and ends on SIGTERM',
    async (name) => {
      const container = compose.services[name];
      if (!container) throw new Error(`there is no ${name}`);
      const adminPort = await freePort();
      const child = spawn(process.execPath, commandOf(container).slice(1), {
        cwd: repositoryRoot,
        env: { PATH: process.env.PATH, ...(await environmentHere(name, container, adminPort)) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const end = ended(child);
      // A gateway is ready when subgraphs are, which are not here.
      const health = ['sandbox', 'gateway'].includes(name) ? 'health' : 'ready';
      await eventually(`${name} is ready`, async () => {
        if (child.exitCode !== null) throw new Error(output);
        const answer = await fetch(`http://127.0.0.1:${adminPort}/${health}`).catch(() => null);
        return answer?.status === 200;
      });
      child.kill('SIGTERM');
      expect(await end).toBe(0);
    },
  );

  test.each(['verify', 'import'])('%s runs from its environment alone', async (name) => {
    const container = compose.services[name];
    if (!container) throw new Error(`there is no ${name}`);
    const env = { PATH: process.env.PATH, ...(await environmentHere(name, container, 0)) };
    const args = commandOf(container).slice(1);
    const options = { cwd: repositoryRoot, env, encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, args, options)).toMatch(
      /No disagreements|^Usage: orderprocessing import/,
    );
  });
});
