import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  CreateWebhookEndpoint,
  Login,
  PlaceOrder,
  Products,
  Register,
} from '../../client/src/generated/operations';
import type { SignalReceiver } from '../../platform/testing/signal-receiver';
import { demoAccount, orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

const password = 'planted-password-that-nobody-may-read';
const email = `planted-${randomUUID()}@example.com`;
const cardNumber = '4242424242424242';
const apiKey = `op_${'planted'.repeat(6)}`;
/** Secrets of the configuration, as an operator might give them. */
export const ownSecrets = {
  ORDERPROCESSING_AUTH_VIEWER_SECRET: 'planted-viewer-secret-0123456789abcdef',
  ORDERPROCESSING_AUTH_KEY_SECRET: 'planted-key-secret-0123456789abcdef',
  ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: 'planted-api-secret-0123456789abcdef',
  ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: 'planted-callback-secret-0123456789ab',
  ORDERPROCESSING_WEBHOOKS_SECRET_KEY: 'planted-webhook-secret-0123456789abcdef',
  ORDERPROCESSING_ENCRYPTION_USERS_SECRET: 'planted-users-data-secret-0123456789ab',
  ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET: 'planted-orders-data-secret-0123456789a',
};

const lineComesWithinMs = 500;

/**
 * What is in the log, and what must not be.
 * @param store where the lines are sent.
 * @param configFile decides about their levels.
 */
export function checkLogs(shop: () => Shop, store: () => SignalReceiver, configFile: string): void {
  const answered = () =>
    shop()
      .output.split('\n')
      .filter((line) => line.startsWith('{') && line.includes('"msg":"answered"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('no secret and nobody is in any line, at the most talkative level', async () => {
    const { client } = shop();
    const input = { email, password, name: 'Planted Person' };
    const { register } = await client.run(Register, { input });
    if (register?.__typename !== 'Session') throw new Error('nobody registered');
    const buyer = client.as(register.accessToken);
    await client.run(Login, { input: { email, password } });
    await client.run(Login, { input: { email, password: `${password}-wrong` } });
    await buyer.run(PlaceOrder, orderOf([['DEMO-0120', 1]], 'tok_ok'));
    await buyer.run(PlaceOrder, orderOf([['DEMO-0120', 1]], cardNumber));
    const note = `my card is ${cardNumber}`;
    await buyer.run(PlaceOrder, orderOf([['DEMO-0120', 1]], 'tok_declined', { note }));
    await client.post({ query: '{ me { id } }' }, { 'x-api-key': apiKey });
    await client.post({ query: `{ me(password: "${password}") { id } }` });
    await client.as(`${register.accessToken}x`).post({ query: '{ me { id } }' });
    const url = `https://example.com/hook?token=${password}`;
    const partner = await demoAccount(client, 'partner');
    const { createWebhookEndpoint } = await partner.run(CreateWebhookEndpoint, {
      input: { url, events: ['order.placed'] },
    });
    expect(createWebhookEndpoint).toBeDefined();
    await eventually('all of it in the log', async () => answered().length >= 9);
    await eventually('all of it in the store', async () => {
      return store().lines.filter(({ message }) => message === 'answered').length >= 9;
    });

    const planted = [email, password, cardNumber, apiKey, ...Object.values(ownSecrets)];
    for (const secret of [
      ...planted,
      register.accessToken,
      register.refreshToken,
      'tok_declined',
    ]) {
      expect(shop().output, secret).not.toContain(secret);
      expect(store().text, secret).not.toContain(secret);
    }
    expect(shop().output).not.toMatch(/eyJ[\w-]{20}|whsec_[\w+/]{10}/);
  });

  test('a request is one line, with its ids, its caller and what it cost', async () => {
    const requestId = `journey-${randomUUID()}`;
    const traceId = randomUUID().replaceAll('-', '');
    const query = Products.toString();
    const headers = {
      'x-request-id': requestId,
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    };
    await shop().client.post({ query, variables: { first: 2 } }, headers);
    const line = await eventually('its line', async () =>
      answered().find((one) => one.requestId === requestId),
    );
    expect(line).toMatchObject({
      level: 'info',
      traceId,
      operation: 'Products',
      type: 'query',
      caller: 'anonymous',
      cost: expect.any(Number),
      text: 'sent',
      outcome: 'ok',
      status: 200,
    });
  });

  /** Whether a request has a line in the log, a moment after it was answered. */
  async function isLogged(): Promise<boolean> {
    const requestId = `level-${randomUUID()}`;
    const body = { query: Products.toString(), variables: { first: 1 } };
    await shop().client.post(body, { 'x-request-id': requestId });
    await delay(lineComesWithinMs);
    return answered().some((line) => line.requestId === requestId);
  }

  test('levels change by module while it runs', async () => {
    const write = (levels: string) => writeFileSync(configFile, levels);
    write('log: { level: warn, modules: {} }');
    await eventually('silence', async () => !(await isLogged()));
    write('log: { level: warn, modules: { gateway: info } }');
    await eventually('a gateway that speaks again', isLogged);
  });
}
