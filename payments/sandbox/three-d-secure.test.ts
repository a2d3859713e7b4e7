import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import { formOf, pressButton } from '../testing/press-button';
import {
  apiSecret,
  deadline,
  plainHeaders,
  receiverForFile,
  sandboxForFile,
} from '../testing/running-sandbox';

const running = sandboxForFile();
const receiver = receiverForFile();

const returnUrl = 'http://localhost:5173/cart?step=3&orderId=1#pay';

/** A payment that waits for its buyer. */
async function waiting(back?: string) {
  const idempotencyKey = `order-${randomUUID()}-authorize`;
  const request = { idempotencyKey, amountMinor: 1250n, currency: 'EUR', token: 'tok_action' };
  const outcome = await running.provider.authorize(
    { ...request, callbackUrl: receiver.url, returnUrl: back },
    deadline(),
  );
  if (outcome.outcome !== 'action_required') throw new Error(`It is ${outcome.outcome}.`);
  return {
    url: outcome.redirectUrl,
    lookup: () => running.provider.lookup(idempotencyKey, deadline()),
    void: () =>
      running.provider.void(
        { idempotencyKey: `${idempotencyKey}-void`, authorizationKey: idempotencyKey },
        deadline(),
      ),
    callbacks: () =>
      receiver.received.flatMap(({ headers, body }) => {
        const callback = running.provider.readCallback(plainHeaders(headers), body);
        return callback?.idempotencyKey === idempotencyKey ? [callback.outcome.outcome] : [];
      }),
    ledger: async () =>
      (await running.ledger()).filter((line) => line.idempotencyKey === idempotencyKey).length,
  };
}

describe("the bank's page", () => {
  test('shows merchant and amount, escaped, and decides nothing by itself', async () => {
    const payment = await waiting(returnUrl);
    for (let times = 0; times < 2; times += 1) {
      const page = await fetch(payment.url);
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain('<dd>Test &lt;shop&gt; &amp; Söhne</dd>');
      expect(html).toContain('<dd>12.50 EUR</dd>');
    }
    expect(await payment.lookup()).toMatchObject({ outcome: 'action_required' });
    expect(payment.callbacks()).toEqual([]);
  });

  test('allows no scripts, no frames and no caching, and forms only to itself and the shop', async () => {
    const { headers } = await fetch((await waiting(returnUrl)).url);
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:5173");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const app = await fetch((await waiting('com.example.app:/back')).url);
    expect(app.headers.get('content-security-policy')).toContain(
      "form-action 'self' com.example.app:;",
    );
  });

  test.each([
    ['Authorise', 'authorized', 1],
    ['Decline', 'declined', 0],
  ])('%s leads back to the shop and is called back, once', async (button, outcome, lines) => {
    const payment = await waiting(returnUrl);
    const form = await formOf(payment.url, button);
    const clicks = await Promise.all(
      Array.from({ length: 3 }, () => fetch(form, { method: 'POST', redirect: 'manual' })),
    );
    for (const { status, headers } of clicks) {
      expect([status, headers.get('location')]).toEqual([303, returnUrl]);
    }
    await eventually('the callback', () => payment.callbacks().length > 0);
    expect(payment.callbacks()).toEqual([outcome]);
    expect(await payment.lookup()).toMatchObject({ outcome });
    expect(await payment.ledger()).toBe(lines);
  });

  test('the second button changes nothing', async () => {
    const payment = await waiting(returnUrl);
    const decline = await formOf(payment.url, 'Decline');
    await pressButton(payment.url, 'Authorise');
    const late = await fetch(decline, { method: 'POST', redirect: 'manual' });
    expect([late.status, late.headers.get('location')]).toEqual([303, returnUrl]);
    expect(await payment.lookup()).toMatchObject({ outcome: 'authorized' });
  });

  test('a decline has a code of its own', async () => {
    const payment = await waiting();
    await pressButton(payment.url, 'Decline');
    expect(await payment.lookup()).toEqual({
      outcome: 'declined',
      declineCode: 'authentication_failed',
    });
  });

  test('shows the result without a return URL, and links back with one', async () => {
    for (const [button, title] of [
      ['Authorise', 'Payment confirmed'],
      ['Decline', 'Payment declined'],
    ] as const) {
      const payment = await waiting();
      const pressed = await pressButton(payment.url, button);
      const next = new URL(pressed.headers.get('location') ?? '', pressed.url);
      expect([pressed.status, next.href]).toEqual([303, payment.url]);
      const html = await (await fetch(next)).text();
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).not.toContain('<form');
    }
    const payment = await waiting(returnUrl);
    await pressButton(payment.url, 'Authorise');
    const html = await (await fetch(payment.url)).text();
    expect(html).toContain(`href="${returnUrl.replaceAll('&', '&amp;')}"`);
  });

  test('leads back after a void, and says that nothing is charged', async () => {
    const payment = await waiting(returnUrl);
    const form = await formOf(payment.url, 'Authorise');
    await payment.void();
    expect((await fetch(form, { method: 'POST', redirect: 'manual' })).status).toBe(303);
    expect((await fetch(payment.url)).status).toBe(410);
    expect(await payment.ledger()).toBe(0);
  });

  test('is still there after a restart', async () => {
    const payment = await waiting(returnUrl);
    const { pathname } = new URL(payment.url);
    await running.restart();
    const pressed = await pressButton(running.sandbox.url + pathname, 'Authorise');
    expect(pressed.headers.get('location')).toBe(returnUrl);
    expect(await payment.lookup()).toMatchObject({ outcome: 'authorized' });
  });
});

describe('a form', () => {
  test('that nobody was shown is refused: its id cannot be guessed', async () => {
    const { url } = await waiting(returnUrl);
    expect(new URL(url).pathname).toMatch(/^\/3d-secure\/[0-9a-f-]{36}$/);
    const guess = url.replace(/[^/]+$/, randomUUID());
    for (const path of ['authorise', 'decline']) {
      expect((await fetch(`${guess}/${path}`, { method: 'POST' })).status).toBe(404);
    }
    for (const path of ['', '/', '/else', '/authorise/', '/authorise/x']) {
      expect((await fetch(`${url}${path}`, { method: 'POST' })).status).toBe(401);
    }
  });

  test.each(['cross-site', 'same-site'])('that a %s page sends is refused', async (site) => {
    const payment = await waiting(returnUrl);
    const form = await formOf(payment.url, 'Authorise');
    const headers = { 'sec-fetch-site': site };
    const forged = await fetch(form, { method: 'POST', redirect: 'manual', headers });
    expect(forged.status).toBe(403);
    expect(await payment.lookup()).toMatchObject({ outcome: 'action_required' });
  });
});

describe('an authorization', () => {
  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://shop.example.com/',
    'https://user:word@shop.example.com/',
    `https://shop.example.com/${'x'.repeat(2_400)}`,
  ])('with %.60s to return to is refused', async (back) => {
    const response = await fetch(`${running.sandbox.url}/authorizations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiSecret}`, 'idempotency-key': randomUUID() },
      body: JSON.stringify({
        amount: '1.00',
        currency: 'EUR',
        token: 'tok_action',
        returnUrl: back,
      }),
    });
    expect(response.status).toBe(400);
  });
});
