import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { subgraphNames } from '../../config/subgraphs';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { freePort } from '../../platform/testing/free-port';
import { createTestRedis, redisAvailable, type TestRedis } from '../../platform/testing/redis';
import { stopDeadlineMs } from '../harness/deadlines';
import { eventually, newFolder } from '../harness/shop';

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(path.join(repositoryRoot, page), 'utf8');
  const found = text.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found].map(([, language = '', code = '']) => ({ language, text: code }));
}

const readme = blocksOf('README.md');
const startPage = blocksOf('docs/start.md');
const architecture = blocksOf('docs/architecture.md');

/** The only block in which the text occurs. */
function blockWith(blocks: readonly Block[], text: string): string {
  const found = blocks.filter((block) => block.text.includes(text));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? '';
}

const twoCommands = blockWith(readme, 'npm ci && npm test');
const demoOrder = blockWith(startPage, 'demo order');
const ownServers = blockWith(startPage, 'ORDERPROCESSING_DATABASE_ORDERS_URL');
const twoRoles = blockWith(startPage, 'roles.sql');
const pathOfRequest = blockWith(architecture, 'flowchart LR');

class Shell {
  output = '';

  private constructor(private readonly child: ChildProcess) {
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
  }

  /** Runs the text as somebody does who pastes it in the folder of the project. */
  static run(text: string, environment: Readonly<Record<string, string>>): Shell {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', text], {
      cwd: repositoryRoot,
      env: { ...childEnvironment(), npm_config_update_notifier: 'false', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return new Shell(child);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves as soon as it has printed the text. */
  prints(text: string): Promise<boolean> {
    return eventually(`it prints ${text}: ${this.output}`, async () => {
      if (this.output.includes(text)) return true;
      if (!this.isRunning) throw new Error(`It ended without ${text}:\n${this.output}`);
      return false;
    });
  }

  /** Ctrl-C. */
  async stop(): Promise<void> {
    const { pid } = this.child;
    if (!this.isRunning || pid === undefined) return;
    process.kill(-pid, 'SIGINT');
    await eventually('it stops', async () => !this.isRunning, stopDeadlineMs);
  }
}

describe('the README and the page of the start', () => {
  let folder: string;
  let environment: Record<string, string>;
  let redis: TestRedis | null = null;
  let shop: Shell;
  const databases: TestDatabase[] = [];

  /** Replaces the addresses in a text by those of this test's servers. */
  async function withServers(text: string): Promise<string> {
    let changed = text;
    for (const name of subgraphNames) {
      const database = await createTestDatabase();
      databases.push(database);
      changed = changed.replace(`postgresql://user:password@host/${name}`, `'${database.url}'`);
    }
    redis = redisAvailable ? await createTestRedis() : null;
    return redis
      ? changed.replace('redis://host:6379', `'${redis.url}'`)
      : changed.replace(/^export ORDERPROCESSING_REDIS_URL.*\n/m, '');
  }

  beforeAll(async () => {
    folder = newFolder();
    environment = {
      HOME: folder,
      ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
      ORDERPROCESSING_SERVER_PORT: String(await freePort()),
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(await freePort()),
      // A hash of a demo account takes a quarter of a second by default.
      ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
    };
    const text = await withServers(ownServers);
    for (const [, name = '', value = ''] of text.matchAll(/^export (\w+)='(.*)'$/gm)) {
      environment[name] = value;
    }
    expect(text).not.toContain('host:6379');
    expect(text).not.toContain('@host/');
    shop = Shell.run(text, environment);
    await shop.prints('Ctrl-C');
  });
  afterAll(async () => {
    await shop?.stop();
    for (const database of databases) await database.drop();
    await redis?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('have no block that is not run here', () => {
    const run = [twoCommands, demoOrder, ownServers, twoRoles];
    const texts = [...readme, ...startPage].map(({ text }) => text);
    expect(texts.toSorted()).toEqual(run.toSorted());
  });

  test('begin with two commands that exist', async () => {
    // `.ci/run` runs them; here they would install over what is running.
    const shell = Shell.run(`npm() { echo "npm $*"; }\n${twoCommands}`, environment);
    await eventually('both are run', async () => !shell.isRunning);
    expect(shell.output.split('\n')).toEqual(['npm ci', 'npm start', 'npm ci', 'npm test', '']);
    const { scripts } = JSON.parse(
      readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'),
    ) as { scripts: Record<string, string> };
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });

  test('place an order with one command', async () => {
    const shell = Shell.run(demoOrder, environment);
    await eventually('it ends', async () => !shell.isRunning);
    expect(shell.output).toMatch(
      /^Order [\w-]+: CONFIRMED, \d+\.\d\d EUR\nhttp\S+\/console\/orders\/\S+\n$/,
    );
  });

  test('make the passwords that roles.sql reads, and the settings of both roles', async () => {
    const rolesFile = path.join(repositoryRoot, 'ops/postgres/roles.sql');
    const printed =
      'env --null | grep --null-data ^ORDERPROCESSING_DATABASE_.*@host/ | tr "\\0" "\\n"';
    // It would create roles that a server has only once: e2e/drills/ does.
    const psql = 'psql() { echo "psql $*"; }';
    const shell = Shell.run(`cd "$HOME"\n${psql}\n${twoRoles}\n${printed}`, environment);
    await eventually('it ends', async () => !shell.isRunning);
    const [call, ...variables] = shell.output.trim().split('\n');
    const passwords = path.join(folder, 'passwords');
    expect(call).toBe(
      `psql --set folder=${passwords} --file ops/postgres/roles.sql postgresql://postgres@host/postgres`,
    );
    const read = readFileSync(rolesFile, 'utf8').matchAll(/'folder'\/(\w+)-password/g);
    const written = Object.fromEntries(
      [...read].map(([, role = '']) => [
        role,
        readFileSync(path.join(passwords, `${role}-password`), 'utf8').trim(),
      ]),
    );
    const { database } = await loadConfiguration({
      workingFolder: folder,
      homeFolder: folder,
      environment: Object.fromEntries(variables.map((each) => each.split(/=(.*)/s))),
    });
    for (const name of subgraphNames) {
      const urlOf = (role: string) => `postgresql://${role}:${written[role]}@host/${name}`;
      expect(database[name]).toMatchObject({ url: urlOf(name), ownerUrl: urlOf(`${name}_owner`) });
    }
  });

  test('and docs/architecture.md name only files of the path of a request that exist', () => {
    const names = pathOfRequest.match(/[\w-]+\.ts/g) ?? [];
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const pattern = `{gateway,subgraphs/orders}/**/${name}`;
      expect(globSync(pattern, { cwd: repositoryRoot }), name).not.toEqual([]);
    }
  });
});
