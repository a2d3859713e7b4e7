import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { chromiumAvailable, launchChromium } from '../../testing/chromium';
import { productionSettings } from '../../testing/production-settings';
import { checkAccountPages } from '../console/account-pages';
import { runCommand } from '../harness/command';
import { callDeadlineMs } from '../harness/deadlines';
import { newFolder, Shop } from '../harness/shop';
import type { Attack } from './attack';
import { checkDevelopmentOnly } from './development-only';
import { attacks } from './table';

/** What a response never shows: how the system is built, and where it runs. */
const leaks =
  /Did you mean|\bat .+:\d+:\d+|node_modules|\.[jt]s:\d|\bSELECT\b|\bINSERT\b|\brelation "|syntax error at|postgres|prisma|ECONN|ENOENT|\b127\.0\.0\.1\b|localhost|Apollo Server|fastify|subgraph|TypeError|RangeError/i;

/** It serves itself under this origin, which no name server knows. */
const origin = 'https://api.shop.test';

let shop: Shop;
let mailServer: MailServer;
let admin: string;
let settings: Record<string, string>;
beforeAll(async () => {
  mailServer = await startMailServer();
  const own = await productionSettings();
  admin = `http://127.0.0.1:${own.ORDERPROCESSING_SERVER_ADMIN_PORT}`;
  const changed = {
    ORDERPROCESSING_SERVER_PUBLIC_URL: origin,
    ORDERPROCESSING_AUTH_PASSWORD_COST: '10',
    ORDERPROCESSING_MAIL_URL: `smtp://127.0.0.1:${mailServer.port}`,
    ORDERPROCESSING_MAIL_FROM: 'Shop <shop@shop.test>',
    ORDERPROCESSING_MAIL_TLS: 'off',
  };
  // The prepared shop has other secrets, and passwords that are too cheap for production.
  settings = { ...own, ...changed };
  shop = await Shop.start(settings, newFolder());
});
afterAll(async () => {
  await shop?.close();
  await mailServer?.close();
});

async function send({ method = 'POST', search = '', headers, body }: Attack) {
  const response = await fetch(`${shop.url}/graphql${search}`, {
    method,
    headers: method === 'GET' ? { ...headers } : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(callDeadlineMs),
  });
  const text = await response.text();
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, code: errors[0]?.extensions.code ?? '-', text };
}

describe('an attack on production', () => {
  test.each(attacks)('$name is answered $answer', async (attack) => {
    const { status, code, text } = await send(attack);
    expect(`${status} ${code}`).toBe(attack.answer);
    expect(text).not.toMatch(leaks);
  });

  test('the server is alive afterwards, and nothing has failed on our side', async () => {
    const browse = { name: '', body: { query: '{ __typename }' }, answer: '200 -' } as const;
    expect((await send(browse)).status).toBe(200);
    expect((await fetch(`${shop.url}/ready`)).status).toBe(200);
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    expect(metrics).toContain('gateway_operations_total');
    expect(metrics).not.toContain('outcome="INTERNAL_SERVER_ERROR"');
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });

  test.each(['/metrics', '/graphql', '/graphql/explorer/manifest.json', '/.env', '/server-status'])(
    '%s shows a browser nothing',
    async (path) => {
      const response = await fetch(shop.url + path, { headers: { accept: 'text/html' } });
      expect([404, 406]).toContain(response.status);
      expect(await response.text()).not.toMatch(leaks);
    },
  );
});

describe('production', () => {
  test('security.txt names the contact for vulnerabilities', async () => {
    const text = await (await fetch(`${shop.url}/.well-known/security.txt`)).text();
    expect(text).toContain('Contact: mailto:security@shop.test\n');
    expect(text).toContain(`Policy: ${origin}/security\n`);
    const page = await fetch(`${shop.url}/security`);
    expect(page.status).toBe(200);
    expect(page.headers.get('strict-transport-security')).toContain('max-age=');
  });
});

describe('weak settings', () => {
  const wide = { ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '10.0.0.0/7' };
  const accepted = { ORDERPROCESSING_ACCEPTED: 'server.trustedProxies' };
  const folder = newFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (command: string, given: string[], more: Record<string, string>) =>
    runCommand(command, given, folder, { ...settings, ...more });

  test('are logged by every start', () => {
    const weak = shop.output.match(/"setting":"[\w.]+"(?=.*setting weakens production)/g);
    expect(weak).toEqual(
      expect.arrayContaining([
        '"setting":"auth.passwordCost"',
        '"setting":"limits.rate.userPerMinute"',
      ]),
    );
  });

  test.each([
    ['are refused', wide, '"10.0.0.0/7" includes strangers'],
    ['are not accepted in advance', accepted, 'server.trustedProxies has no weak value'],
  ])('%s by start and by config check alike', async (_what, more, sentence) => {
    const started = await run('start', [], more);
    const checked = await run('config', ['check'], more);
    expect(started.code).toBe(1);
    expect(started.errors).toContain(sentence);
    expect(checked).toEqual({ code: 1, output: '', errors: started.errors });
  });

  test('are listed by config check once they are accepted', async () => {
    const { code, output } = await run('config', ['check'], { ...wide, ...accepted });
    expect(code).toBe(0);
    expect(output).toMatch(/server\.trustedProxies: "10\.0\.0\.0\/7" .*\(accepted\)\n/);
  });
});

test('a backup in plain text is refused', async () => {
  const { code, errors } = await runCommand('backup', [], shop.dataFolder, settings);
  expect(code).toBe(1);
  expect(errors).toContain('Set backups.encryptionSecret to a secret');
});

describe('a command that makes things up', () => checkDevelopmentOnly(() => ({ shop, settings })));

describe.skipIf(!chromiumAvailable)('what mails link to in production', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  checkAccountPages(
    () => ({
      shop,
      browser,
      origin,
      mailsTo: async (email) =>
        mailServer.mails.filter(({ to }) => to.includes(email)).map(({ text }) => text),
    }),
    false,
  );
});
