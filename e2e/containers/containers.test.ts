import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subgraphNames, subgraphProcesses } from '../../config/subgraphs';
import {
  adminPortVariables,
  databaseVariables,
  portVariables,
} from '../../config/testing/subgraph-variables';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { createTestRedis, redisAvailable, type TestRedis } from '../../platform/testing/redis';
import { folderForFile } from '../../platform/testing/temporary-folder';
import {
  createRoles,
  dropRoles,
  ownerUrlOf,
  permissionsOf,
  urlOf,
} from '../harness/compose-databases';
import { type Container, commandOf, compose, environmentOf } from '../harness/compose-file';
import { eventually } from '../harness/shop';

/** What is no setting of the container. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
const ofNode = { PATH, NODE_COMPILE_CACHE };

/** The folder of certificates and secrets that a container sees. */
function partOf({ volumes = [] }: Container): string {
  const own = volumes.find(({ target }) => target === '/part');
  return own?.source.replace(/^part-/, '') ?? 'none';
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

describe.skipIf(!redisAvailable)('the commands of the containers', () => {
  const folder = folderForFile();
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await createTestRedis();
    await createRoles();
    const command = compose.services.certificates?.command ?? [];
    const args = command.slice(1).map((word) => (word === '/parts' ? folder : word));
    execFileSync(process.execPath, args, { cwd: repositoryRoot });
  });
  afterAll(async () => {
    await redis?.close();
    await dropRoles();
  });

  /** The environment of the container, with this machine's servers, files and free ports. */
  async function environmentHere(name: string, container: Container, adminPort: number) {
    const here = { ORDERPROCESSING_REDIS_URL: redis.url };
    const servers: Record<string, string> = { ...here, ...databaseVariables(urlOf, ownerUrlOf) };
    const entries = Object.entries(environmentOf(container)).map(([key, value]) => {
      const file = value.replace(/^\/part\//, `${path.join(folder, partOf(container))}/`);
      const variable = key.replace(/_FILE$/, '');
      if (file === value || servers[variable] === undefined) return [key, file];
      // The URL as the container reads it, with this machine's server.
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
    const files = ['superuser-password', 'backups-secret'].map((name) => `postgres/${name}`);
    files.push('redis/password', 'grafana/admin-password');
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
    const env = { ...ofNode, ...(await environmentHere('migrate', container, 0)) };
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
        env: { ...ofNode, ...(await environmentHere(name, container, adminPort)) },
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
    const env = { ...ofNode, ...(await environmentHere(name, container, 0)) };
    const args = commandOf(container).slice(1);
    const options = { cwd: repositoryRoot, env, encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, args, options)).toMatch(
      /No disagreements|^Usage: orderprocessing import/,
    );
  });
});
