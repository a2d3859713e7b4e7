import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { productionSettings } from '../testing/production-settings';
import type { Attack } from './attacks/attack';
import { attacks } from './attacks/table';
import { callDeadlineMs } from './harness/deadlines';
import { newFolder, Shop } from './harness/shop';

/** What a response never shows: how the system is built, and where it runs. */
const leaks =
  /Did you mean|\bat .+:\d+:\d+|node_modules|\.[jt]s:\d|\bSELECT\b|\bINSERT\b|\brelation "|syntax error at|postgres|prisma|ECONN|ENOENT|\b127\.0\.0\.1\b|localhost|Apollo Server|fastify|subgraph|TypeError|RangeError/i;

let shop: Shop;
let admin: string;
beforeAll(async () => {
  const settings = await productionSettings();
  admin = `http://127.0.0.1:${settings.ORDERPROCESSING_SERVER_ADMIN_PORT}`;
  // The prepared shop has other secrets, and passwords that are too cheap for production.
  const password = { ORDERPROCESSING_AUTH_PASSWORD_COST: '10' };
  shop = await Shop.start({ ...settings, ...password }, newFolder());
});
afterAll(() => shop?.close());

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

describe('with the settings of production', () => {
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
