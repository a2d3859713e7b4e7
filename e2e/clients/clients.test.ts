import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortfalls, shortfallText } from '../../contract/compare';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { chromiumAvailable } from '../../testing/chromium';
import { runCommand } from '../harness/command';
import { demoAccount, newAccount, newSession } from '../harness/people';
import { Shop } from '../harness/shop';
import { ExplorerPage } from './explorer-page';
import { commandOf, runProgram } from './programs';
import { TwoTabs } from './tabs/two-tabs';

const folder = folderForFile();
let shop: Shop;

/** The manifest of the storefront, as Apollo's own tool writes it from the storefront's code. */
async function apolloManifest(): Promise<string> {
  const config = path.join(folder, 'persisted-query-manifest.config.json');
  const documents = [path.join(__dirname, 'apollo/operations.mjs')];
  writeFileSync(config, JSON.stringify({ documents }));
  const command = commandOf('generate-persisted-query-manifest');
  const { code, errors } = await runProgram('', command, ['--config', config], {}, folder);
  expect(errors).toBe('');
  expect(code).toBe(0);
  return path.join(folder, 'persisted-query-manifest.json');
}

/** What the shop loads: the operations of the storefront and of the project's own clients. */
async function registeredManifest(apollo: string): Promise<string> {
  const out = path.join(folder, 'registered.json');
  const own = path.join(repositoryRoot, 'client/documents');
  const args = ['--manifest', apollo, '--documents', own, '--out', out];
  const { code, errors } = await runCommand('persisted-operations', args, folder);
  expect(errors).toBe('');
  expect(code).toBe(0);
  return out;
}

beforeAll(async () => {
  const manifest = await registeredManifest(await apolloManifest());
  shop = await Shop.start({
    ORDERPROCESSING_GRAPHQL_PERSISTED_OPERATIONS_MANIFEST: manifest,
    ORDERPROCESSING_GRAPHQL_PERSISTED_OPERATIONS_CLIENTS: '{ storefront: registered }',
  });
});
afterAll(() => shop?.close());

describe.concurrent('each in a process of its own', () => {
  test.for([
    ['Apollo Client scrolls through the catalogue, with sku and code as keys', 'apollo/catalogue'],
    ['Apollo Client follows an order by multipart subscription', 'apollo/watch-order'],
    ['Apollo Client renews its session in an error link', 'apollo/refresh'],
    ['Apollo Client sends operations by hash, persisted or registered', 'apollo/persisted'],
    ['urql pages through the catalogue into graphcache', 'urql/catalogue'],
    ['urql follows an order by both kinds of subscriptions', 'urql/watch-order'],
    ['urql renews its session in authExchange', 'urql/refresh'],
  ] as const)('%s', async ([_title, name], { expect }) => {
    const manifest = { MANIFEST: path.join(folder, 'persisted-query-manifest.json') };
    const program = path.join(__dirname, `${name}.mjs`);
    const { code, output, errors } = await runProgram(shop.url, program, [], manifest);
    expect(`${output}${errors}`).toBe('');
    expect(code).toBe(0);
  });

  test('gql.tada and graphql-codegen load the schema by URL, and their types hold', async ({
    expect,
  }) => {
    const project = path.join(folder, 'project');
    cpSync(path.join(__dirname, 'tools'), project, { recursive: true });
    symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(project, 'node_modules'));
    const run = async (command: string, ...args: string[]) => {
      const ended = await runProgram(shop.url, commandOf(command), args, {}, project);
      expect(ended.code, `${command}: ${ended.output}${ended.errors}`).toBe(0);
    };
    await run('gql.tada', 'generate-schema', `${shop.url}/graphql`, '--output', 'schema.graphql');
    const loaded = buildSchema(readFileSync(path.join(project, 'schema.graphql'), 'utf8'));
    const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));
    expect(loaded.getSubscriptionType()?.getFields()).toHaveProperty('orderUpdated');
    expect(shortfalls(api, loaded).map(shortfallText)).toEqual([]);
    await run('gql.tada', 'generate-output');
    await run('graphql-codegen', '--config', 'codegen.yml');
    await run('tsc', '--project', 'tsconfig.json');
  });

  test.skipIf(!chromiumAvailable)(
    'two tabs that renew one session at once both stay signed in',
    async ({ expect }) => {
      const { user, ...session } = await newSession(shop.client);
      await using tabs = await TwoTabs.open(shop.url, session, 3);
      const renewed = await tabs.both('both tabs renew', (tab) => tab.refreshedWith.length >= 4);
      const [one, other] = renewed;
      const sentByBoth = one.refreshedWith.filter((token) => other.refreshedWith.includes(token));
      expect(sentByBoth.length).toBeGreaterThan(0);

      // The shop refuses the access token of both tabs from one moment on.
      const admin = await demoAccount(shop.client, 'admin');
      const { errors } = await admin.post({
        query: 'mutation ($id: ID!) { assignRoles(userId: $id, roles: [PARTNER]) { __typename } }',
        variables: { id: user.id },
      });
      expect(errors).toEqual([]);
      const promoted = await tabs.both('both tabs have the new role', ({ roles }) =>
        roles.includes('PARTNER'),
      );
      for (const { signedOut, errors: failures } of promoted) {
        expect({ signedOut, failures }).toEqual({ signedOut: false, failures: [] });
      }
    },
  );
});

test.skipIf(!chromiumAvailable)(
  'the explorer loads in a browser and runs samples under its Content-Security-Policy',
  async () => {
    const response = await fetch(`${shop.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    await using explorer = await ExplorerPage.open(shop.url);
    const products = { data: { products: { totalCount: expect.any(Number) } } };
    expect(await explorer.runByKey()).toMatchObject(products);
    await explorer.page.emulateMedia({ colorScheme: 'dark' });
    await explorer.page.locator('.monaco-editor.vs-dark').first().waitFor();
    expect(await explorer.runSample('List products')).toMatchObject(products);
    await explorer.signIn('customer');
    expect(await explorer.runInNewTab('Place an order customer')).toMatchObject({
      data: { placeOrder: { __typename: 'Order' } },
    });
    const { email, password } = await newAccount(shop.client);
    const refused = await explorer.signInWith(email, 'not the password');
    expect(refused).toMatch(/^Signing in as .* failed: .* wrong/);
    expect(await explorer.signInWith(email, password)).toContain('Signed in as buyer');
    await explorer.page.getByRole('link', { name: 'Forgot password?' }).waitFor();
    // The button goes, and the focus stays beside it.
    await explorer.page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await explorer.page.locator('.samples .accounts button:focus').waitFor();
    expect(explorer.problems).toEqual([]);
  },
);
