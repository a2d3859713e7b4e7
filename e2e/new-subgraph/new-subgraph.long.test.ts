import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { uuidV7 } from '../../platform/values/uuid';
import { ended } from '../../testing/command';
import { copyProject } from '../harness/project-copy';
import { Shop } from '../harness/shop';
import { onEachTopology } from '../harness/topologies';
import { byHand } from './by-hand';

/** Follows "Add a subgraph" of AGENTS.md on a copy of the project. */

const filesMax = 8;
/** Every change has a file of its own there. */
const announcements = '.changeset/';
/** The deadline of a build, or of suites: the copy is compiled and tested as a whole. */
const deadlineMs = 900_000;

let project: string;

/** A program of the copy, by the Node and the packages of this one. */
async function run(program: string, ...given: string[]): Promise<string> {
  const bin = path.join(repositoryRoot, 'node_modules/.bin');
  const child = spawn(program, given, {
    cwd: project,
    env: { PATH: `${bin}${path.delimiter}${process.env.PATH}`, HOME: project, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, output, errors } = await ended(child, deadlineMs);
  if (code !== 0) throw new Error(`${[program, ...given].join(' ')}:\n${output}\n${errors}`);
  return output;
}

const runTests = (...given: string[]) =>
  run('vitest', 'run', '--testTimeout', '120000', '--hookTimeout', '240000', ...given);

function copyRoom(): void {
  const folder = (name: string) => path.join(project, name);
  cpSync(folder('examples/reviews'), folder('subgraphs/reviews'), { recursive: true });
  mkdirSync(folder('prisma/reviews'), { recursive: true });
  renameSync(folder('subgraphs/reviews/prisma/migrations'), folder('prisma/reviews/migrations'));
  rmSync(folder('subgraphs/reviews/prisma'), { recursive: true });
}

function writeByHand(): void {
  for (const { file, behind = '', before = '', text } of byHand) {
    const place = path.join(project, file);
    if (behind + before === '') {
      writeFileSync(place, text, { flag: 'wx' });
      continue;
    }
    const around = readFileSync(place, 'utf8').split(behind + before);
    if (around.length !== 2) throw new Error(`${file} has not one place for ${text}`);
    writeFileSync(place, around.join(behind + text + before));
  }
}

beforeAll(async () => {
  project = copyProject();
  // Some suites of the workshop ask git for the files of the project.
  await run('git', 'init', '--quiet');
  copyRoom();
  writeByHand();
  await run('npm', 'run', '-s', 'generate');
  await run('npm', 'run', '-s', 'build');
}, deadlineMs);
afterAll(() => rmSync(project, { recursive: true, force: true }));

test(`it takes at most ${filesMax} files besides its room, each of which the recipe names`, () => {
  const files = [...new Set(byHand.map(({ file }) => file))];
  const others = files.filter((file) => !file.startsWith(announcements));
  expect(others.length).toBeLessThanOrEqual(filesMax);
  const [, after = ''] = readFileSync(path.join(repositoryRoot, 'AGENTS.md'), 'utf8').split(
    '## Add a subgraph\n',
  );
  const [recipe = ''] = after.split('\n## ');
  const isNamed = (file: string) => recipe.includes(file.replace('/reviews.md', '/<name>.md'));
  expect(files.filter((file) => !isNamed(file))).toEqual([]);
});

test(
  'the walls stand, and what is not TypeScript agrees with the list',
  { timeout: deadlineMs },
  () => runTests('--project', 'workshop'),
);

test('its own tests and those of permissions pass', { timeout: deadlineMs }, () =>
  runTests('subgraphs/reviews', 'tools/generate/permissions/'),
);

onEachTopology((topology) => {
  let shop: Shop;
  beforeAll(async () => {
    const settings = {
      ORDERPROCESSING_SERVICES_REVIEWS_PORT: String(await freePort()),
      ORDERPROCESSING_SERVICES_REVIEWS_ADMIN_PORT: '0',
    };
    shop = await Shop.start(settings, null, topology, project);
  }, deadlineMs);
  afterAll(() => shop?.close());

  test('a client gets a review, and its product from inventory', async () => {
    const id = uuidV7();
    const insert = 'INSERT INTO reviews (id, sku, stars, text) VALUES ($1, $2, $3, $4)';
    await shop.query('reviews', insert, [id, 'DEMO-0001', 5, 'Good tea. Every day.']);
    const query = `{ review(id: "${id}") { stars headline product { sku price { currency } } } }`;
    const { data, errors } = await shop.client.post({ query });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      review: {
        stars: 5,
        headline: 'Good tea',
        product: { sku: 'DEMO-0001', price: { currency: 'EUR' } },
      },
    });
  });
});
