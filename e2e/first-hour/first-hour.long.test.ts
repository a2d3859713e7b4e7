import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { redisAvailable } from '../../platform/testing/redis';
import { type Command, runPage } from './page';
import { stable } from './stable';
import { nodeVersion, Terminal } from './terminal';

const page = path.join(repositoryRoot, 'docs/first-hour.md');
/** The page shows what npm ci says on it. */
const shownNode = 'v20.';
/** The deadline of the whole page, which includes the installation of the project. */
const deadlineMs = 2_400_000;
const removalDeadlineMs = 300_000;

const home = mkdtempSync(path.join(tmpdir(), 'first-hour-'));
const project = path.join(home, 'orderprocessing');
const terminals = new Map<string, Terminal>();

afterAll(async () => {
  for (const terminal of terminals.values()) terminal.close();
  // 100,000 files: a synchronous call would keep this process from answering Vitest.
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
}, removalDeadlineMs);

async function run({ terminal: name, text }: Command): Promise<string> {
  const folder = existsSync(project) ? project : home;
  const terminal = terminals.get(name) ?? new Terminal(folder, repositoryRoot);
  terminals.set(name, terminal);
  return stable(await terminal.run(text), home);
}

const lacksPrograms = findPgBackRest() === null || !redisAvailable;

test.skipIf(lacksPrograms || !nodeVersion().startsWith(shownNode))(
  'docs/first-hour.md shows what its commands print in a fresh clone',
  async () => {
    const ran = await runPage(readFileSync(page, 'utf8'), run);
    await expect(ran).toMatchFileSnapshot(page);
  },
  deadlineMs,
);
