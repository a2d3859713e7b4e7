import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeShown, wrongCode } from '../../platform/testing/authenticator';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { chromiumAvailable, launchChromium } from '../../testing/chromium';
import { productionSettings } from '../../testing/production-settings';
import { checkMailLinks } from '../console/account-pages';
import type { Client } from '../harness/client';
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
  test('metrics are on the admin port alone', async () => {
    expect((await fetch(`${shop.url}/metrics`)).status).toBe(404);
    const response = await fetch(`${admin}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('gateway_operations_total');
    expect((await fetch(`${admin}/ready`)).status).toBe(200);
  });

  test('security.txt names the contact for vulnerabilities', async () => {
    const text = await (await fetch(`${shop.url}/.well-known/security.txt`)).text();
    expect(text).toContain('Contact: mailto:security@shop.test\n');
    expect(text).toContain(`Policy: ${origin}/security\n`);
    const page = await fetch(`${shop.url}/security`);
    expect(page.status).toBe(200);
    expect(page.headers.get('strict-transport-security')).toContain('max-age=');
  });

  test('no other origin may read a response, and none learns what it may send', async () => {
    const preflight = await fetch(`${shop.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://studio.apollographql.com',
        'access-control-request-method': 'POST',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('an error carries its code and the id of its request, and nothing else', async () => {
    const requestId = 'e2e-door-0001';
    const response = await fetch(`${shop.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: '{"query":"{ nobody }"}',
    });
    expect(response.headers.get('x-request-id')).toBe(requestId);
    const { errors } = (await response.json()) as { errors: { extensions: unknown }[] };
    const docUrl = expect.stringMatching(/\/docs\/reference\/errors\/#graphql_validation_failed$/);
    const code = 'GRAPHQL_VALIDATION_FAILED';
    expect(errors[0]?.extensions).toEqual({ code, docUrl, requestId });
  });
});

describe('weak settings', () => {
  const wide = { ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '10.0.0.0/7' };
  const accepted = { ORDERPROCESSING_ACCEPTED: 'server.trustedProxies' };
  const folder = folderForFile();
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

describe('staff in production', () => {
  const password = 'a long enough phrase';
  const register = `mutation ($email: EmailAddress!) {
    register(input: { email: $email, password: "${password}", name: "Ada" }) {
      ... on Session { user { id } }
    }
  }`;
  const login = `mutation ($email: EmailAddress!) {
    login(input: { email: $email, password: "${password}" }) {
      __typename
      ... on Session { accessToken }
      ... on SecondFactorRequired { challenge methods }
    }
  }`;
  const confirm = `mutation ($challenge: String!, $method: SecondFactorMethod!, $code: String!) {
    confirmSecondFactor(challenge: $challenge, method: $method, code: $code) {
      __typename ... on Session { accessToken refreshToken } ... on UserError { code }
    }
  }`;
  const refresh = `mutation ($token: String!) {
    refreshSession(refreshToken: $token) { ... on Session { accessToken } }
  }`;
  const enrol = `mutation { enrolTotp(password: "${password}") { secret } }`;
  const switchOn = `mutation ($code: String!) {
    confirmTotp(code: $code) { ... on RecoveryCodes { codes } }
  }`;
  const signIns = `query ($subject: String!) {
    auditLog(subject: $subject, first: 20) { nodes { action detail } }
  }`;

  // biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
  type Data = any;

  async function ask(client: Client, query: string, variables: object = {}): Promise<Data> {
    const { data, errors } = await client.post({ query, variables });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Somebody who registered, verified the e-mail address, and was made an ADMIN. */
  async function adminAccount() {
    const email = `${randomUUID()}@example.com`;
    const { register: session } = await ask(shop.client, register, { email });
    const { id } = session.user;
    await shop.query(
      'users',
      `UPDATE users SET roles = '{CUSTOMER,ADMIN}', email_verified_at = now() WHERE id = $1`,
      [id],
    );
    return { id, email };
  }

  const signIn = async (email: string) => (await ask(shop.client, login, { email })).login;

  test('has its roles after a sign-in with a second factor, and only then', async () => {
    const { id, email } = await adminAccount();
    const variables = { subject: `User:${id}` };
    const restricted = shop.client.as((await signIn(email)).accessToken);
    const refused = await restricted.post({ query: signIns, variables });
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      requires: { roles: ['ADMIN'], scopes: [] },
    });

    const { secret } = (await ask(restricted, enrol)).enrolTotp;
    const { codes } = (await ask(restricted, switchOn, { code: codeShown(secret) })).confirmTotp;
    const challenged = await signIn(email);
    expect(challenged).toMatchObject({
      __typename: 'SecondFactorRequired',
      methods: ['TOTP', 'RECOVERY_CODE'],
    });
    const confirmed = async (method: string, code: string, { challenge } = challenged) =>
      (await ask(shop.client, confirm, { challenge, method, code })).confirmSecondFactor;
    expect(await confirmed('TOTP', wrongCode(secret))).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    // A code is accepted once, so it is the next one; the app may show another one by its reuse.
    const next = codeShown(secret, 1);
    const full = await confirmed('TOTP', next);
    expect((await confirmed('TOTP', next)).code).toBe('INVALID_CREDENTIALS');
    const renewed = await ask(shop.client, refresh, { token: full.refreshToken });
    for (const { accessToken } of [full, renewed.refreshSession]) {
      const { auditLog } = await ask(shop.client.as(accessToken), signIns, variables);
      const [{ detail }] = auditLog.nodes.filter(
        ({ action }: Data) => action === 'session.sign_in',
      );
      expect(JSON.parse(detail)).toEqual({ secondFactor: 'TOTP' });
    }

    const [code] = codes;
    const again = await confirmed('RECOVERY_CODE', code, await signIn(email));
    expect(again.__typename).toBe('Session');
    const twice = await confirmed('RECOVERY_CODE', code, await signIn(email));
    expect(twice.code).toBe('INVALID_CREDENTIALS');
  });
});

describe.skipIf(!chromiumAvailable)('what mails link to in production', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  checkMailLinks(() => ({
    shop,
    browser,
    origin,
    isDevelopment: false,
    mailsTo: async (email) =>
      mailServer.mails.filter(({ to }) => to.includes(email)).map(({ text }) => text),
  }));
});
