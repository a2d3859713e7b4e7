import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commandDeadlineMs } from '../harness/deadlines';
import { copyProject } from '../harness/project-copy';
import { eventually, Shop } from '../harness/shop';

const code = 'subgraphs/inventory/operations/product.ts';
let project: string | null = null;
let shop: Shop | null = null;

afterEach(async () => {
  await shop?.close();
  if (project !== null) rmSync(project, { recursive: true, force: true });
});

/** The code with one more field of Product, which answers what the expression says. */
const withMotto = (text: string, expression: string): string =>
  text.replace(
    '  @FieldResolver(',
    `  @FieldResolver(() => String)\n  motto(): string {\n    return ${expression};\n  }\n\n$&`,
  );

async function mottoOf(opened: Shop): Promise<unknown> {
  const body = JSON.stringify({ query: '{ product(sku: "DEMO-0001") { motto } }' });
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body };
  const answer = await fetch(`${opened.url}/graphql`, request).catch(() => null);
  const { data } = ((await answer?.json().catch(() => null)) ?? {}) as {
    data?: { product?: { motto?: unknown } };
  };
  return data?.product?.motto;
}

const served = (opened: Shop, motto: string) =>
  eventually(
    `the motto is ${motto}`,
    async () => (await mottoOf(opened)) === motto,
    commandDeadlineMs,
  );

test('a saved change is served, one with an error is shown, and PostgreSQL runs on', async () => {
  project = copyProject();
  const file = path.join(project, code);
  const before = readFileSync(file, 'utf8');
  const save = (expression: string) => writeFileSync(file, withMotto(before, expression));
  const opened = await Shop.startDev(project);
  shop = opened;
  const postgres = () => readFileSync(path.join(opened.dataFolder, 'data/postgres/postmaster.pid'));
  const server = postgres();

  save("'buy less'");
  await served(opened, 'buy less');

  save('7');
  const isShown = async () => opened.output.includes("'number'");
  await eventually('the error is shown', isShown, commandDeadlineMs);
  await served(opened, 'buy less');

  save("'buy more'");
  await served(opened, 'buy more');
  expect(postgres()).toEqual(server);
  expect(await opened.stop()).toBe(0);
});
