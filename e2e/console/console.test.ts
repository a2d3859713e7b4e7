import { beforeAll, describe, expect, test } from 'vitest';
import { ShipOrder } from '../../client/src/generated/operations';
import { isLongRun } from '../../platform/testing/long-run';
import { openForFile } from '../../platform/testing/open-for-file';
import { chromiumAvailable } from '../../testing/chromium';
import { demoAccount } from '../harness/people';
import { announced, heardOf, unheard } from '../harness/screen-reader';
import { checkAccountPages, checkMailLinks } from './account-pages';
import { shownMails } from './account-visit';
import { checkBulkActions } from './bulk';
import { ConsoleShop } from './console-shop';
import { checkCurrencies } from './currencies';
import { checkForecast } from './forecast';
import { checkKeyboard } from './keyboard';
import { checkLists } from './lists';
import { checkLostAnswers } from './lost-answers';
import { checkOwnAccount } from './own-account';
import { checkProducts } from './products';
import { checkRisk } from './risk';
import { checkSignIn } from './sign-in';
import { checkStates } from './states';
import { checkWarehouses } from './warehouses';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'";

/** The pages that the navigation offers to each role. */
const placesOf = {
  admin: [
    'Overview',
    'Orders',
    'Needs attention',
    'Products and stock',
    'Warehouses',
    'Customers',
    'API keys',
    'Webhooks',
    'Audit log',
    'Jobs',
    'Feature flags',
  ],
  support: ['Overview', 'Orders', 'Needs attention', 'Products and stock', 'Customers'],
  warehouse: [
    'Overview',
    'Orders',
    'Needs attention',
    'Products and stock',
    'Warehouses',
    'API keys',
  ],
  partner: ['Orders', 'Products and stock', 'API keys', 'Webhooks'],
  customer: ['Orders', 'Products and stock'],
} as const;

describe.skipIf(!chromiumAvailable)('the console', () => {
  const running = openForFile(() => ConsoleShop.start());
  beforeAll(async () => {
    for (const token of ['tok_ok', 'tok_review', 'tok_declined']) await place(token);
  }, 240_000);
  const place: ConsoleShop['place'] = (token) => running.place(token);
  const visit: ConsoleShop['visit'] = (role, run) => running.visit(role, run);
  const visitAt: ConsoleShop['visitAt'] = (...visit) => running.visitAt(...visit);
  const posted = () => {
    const { shop, browser } = running;
    const origin = `http://localhost:${new URL(shop.url).port}`;
    const mailsTo = (email: string) => shownMails(shop.url, email);
    return { shop, browser, origin, isDevelopment: true, mailsTo };
  };

  const ship = async (orderId: string, quantity: number) => {
    const warehouse = await demoAccount(running.shop.client, 'warehouse');
    const { shipOrder } = await warehouse.run(ShipOrder, {
      input: {
        orderId,
        lines: [{ sku: 'DEMO-0001', quantity }],
        carrier: 'DHL',
        trackingCode: 'JD014600003',
        idempotencyKey: `console-${orderId}-${quantity}`,
      },
    });
    expect(shipOrder?.__typename).toBe('Order');
  };

  test('HEAD has the content security policy of the page', async () => {
    const response = await fetch(`${running.shop.url}/console`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-security-policy')]).toEqual([
      200,
      policy,
    ]);
  });

  test.for(Object.entries(placesOf))(
    '%s finds the pages of the role, each accessible',
    { timeout: 120_000 },
    async ([role, places]) => {
      await visit(role, async (visitor) => {
        const { page } = visitor;
        const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
        await expect.poll(() => links.allInnerTexts()).toEqual([...places]);
        const findings: string[] = [];
        for (const place of places) {
          await visitor.look('wide and light');
          await links.getByText(place, { exact: true }).click();
          await visitor.settled();
          const current = links.and(page.locator('[aria-current="page"]'));
          expect(await current.allInnerTexts()).toEqual([place]);
          // Screen readers read the heading of a page that was opened.
          if (place !== places[0]) await page.locator('main h1:focus').waitFor();
          findings.push(...(await visitor.findings()));
          // The pages of other roles have less on them than those of ADMIN.
          if (role !== 'admin' && !isLongRun) continue;
          await visitor.look('narrow and dark');
          findings.push(...(await visitor.findings()));
        }
        expect(findings).toEqual([]);
      });
    },
  );

  test('support cancels an order with a reason, which the timeline shows', async () => {
    const order = await place();
    await visit('support', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('link', { name: order.number }).click();
      await page.getByRole('heading', { level: 1, name: order.number }).waitFor();
      expect(await unheard(page)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      for (const role of ['navigation', 'button'] as const) {
        expect(await page.getByRole(role).count()).toBe(0);
      }
      await page.emulateMedia({ media: 'screen' });
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('This cannot be undone').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await dialog.getByLabel('Reason').fill('Paid with 4111 1111 1111 1111.');
      await dialog.getByRole('button', { name: 'Cancel the order' }).click();
      await dialog.getByRole('alert').waitFor();
      expect(await unheard(page)).toEqual([]);
      expect(await heardOf(page, 'Reason')).toEqual({
        description: expect.stringContaining('Contains a card number'),
        isInvalid: true,
      });
      await dialog.getByLabel('Reason').fill('The buyer called.');
      await dialog.getByRole('button', { name: 'Cancel the order' }).click();
      await page.getByRole('status').getByText('The order is cancelled.').waitFor();
      expect(await announced(page)).toContain('The order is cancelled.');
      await page.getByText('“The buyer called.”').waitFor();
      // An action that is no longer possible says why.
      await page.getByRole('button', { name: 'Why actions are unavailable' }).click();
      const refused = page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' });
      expect(await refused.isDisabled()).toBe(true);
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('the warehouse ships an order, and a list that is open marks its row', async () => {
    const order = await place();
    await visitAt('support', '/orders', async (watcher) => {
      await watcher.page.getByText('Live', { exact: true }).waitFor();
      await visit('warehouse', async ({ page }) => {
        await page.getByRole('link', { name: order.number }).click();
        await page.getByRole('button', { name: 'Ship' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Carrier').fill('DHL');
        await dialog.getByLabel('Tracking code').fill('JD014600004');
        await dialog.getByRole('button', { name: 'Ship' }).click();
        await page.getByRole('status').getByText('The shipment is recorded.').waitFor();
        await page.getByText('JD014600004').waitFor();
      });
      const row = watcher.page.locator(`tr.changed[data-row="${order.id}"]`);
      await row.getByText('Shipped').waitFor();
      await watcher.page.getByText('1 order on this page changed').waitFor();
      expect(await watcher.findings()).toEqual([]);
    });
  });

  test('two people on one order see each other: the difference comes before the next try', async () => {
    const order = await place();
    await visitAt('support', `/orders/${order.id}`, async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('Too late?');
      await ship(order.id, 1);
      await dialog.getByText('The order changed after you opened this').waitFor();
      await dialog.getByText('Confirmed').waitFor();
      await dialog.getByText('Partly shipped').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await dialog.getByRole('button', { name: 'I have read it' }).click();
      await dialog.getByRole('button', { name: 'Cancel the order' }).click();
      await page.getByRole('status').getByText('The order is cancelled.').waitFor();
    });
  });

  test('filters are in the URL and survive a reload and the way back', async () => {
    await visitAt('support', '/orders?status=REJECTED', async (visitor) => {
      const { page } = visitor;
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await page.reload();
      await visitor.settled();
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await page.locator('tbody a').click();
      await page.getByRole('heading', { name: /^Order / }).waitFor();
      await page.goBack();
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await visitor.go('/orders?status=DELIVERED');
      await page.getByText('No order matches these filters').waitFor();
      await page.getByRole('status').getByText('No rows').waitFor();
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('a filter is saved as a view, which another session of the account finds', async () => {
    await visitAt('support', '/orders?status=IN_REVIEW', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'Save this view' }).click();
      await page.getByLabel('Name').fill('To review');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('status').getByText('The view is saved.').waitFor();
    });
    await visitAt('support', '/orders', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'To review' }).click();
      await page.waitForURL('**/orders?status=IN_REVIEW');
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await page.getByRole('button', { name: 'Columns' }).click();
      const menu = page.getByRole('menu');
      await menu.waitFor();
      await page.goBack();
      await menu.waitFor({ state: 'detached' });
    });
  });

  test('the overview counts the orders of today', async () => {
    const order = await place();
    await visit('admin', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('link', { name: order.number }).waitFor();
      await page.getByLabel('Range').selectOption('week');
      await page.waitForURL('**/console/?range=week');
      const placed = page.locator('dt', { hasText: 'Orders placed' }).locator('xpath=../dd');
      await expect.poll(async () => Number(await placed.textContent())).toBeGreaterThan(3);
      await page.getByRole('img', { name: /^Orders placed/ }).waitFor();
      const decided = page.locator('dt', { hasText: 'Decided within' }).locator('xpath=../dd');
      await decided.getByText('within 5 s').waitFor();
      await page.getByText('As a table').first().click();
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('an administrator switches a flag, and lets its source decide again', async () => {
    await visitAt('admin', '/flags', async (visitor) => {
      const { page } = visitor;
      const row = page.locator('tr[data-row="compiled-executor"]');
      for (const action of ['Switch off for everybody', 'Let its source decide']) {
        await row.getByRole('button').click();
        await page.getByRole('menuitem', { name: action }).click();
        await page.getByRole('dialog').getByRole('button', { name: action }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        const state = action.startsWith('Switch') ? 'Off' : 'On';
        await row.getByText(state, { exact: true }).waitFor();
      }
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('a session survives a reload and ends everywhere', async () => {
    await visit('partner', async (visitor) => {
      const { page } = visitor;
      await page.reload();
      await visitor.settled();
      expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('oken');
      await visitor.go('/account');
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('oken');
    });
  });

  describe('the keyboard', () => checkKeyboard(() => running, ship));
  describe('lists', () => checkLists(() => running));
  describe('lost answers', () => checkLostAnswers(() => running));
  describe('states', () => checkStates(() => running));
  describe('bulk actions', () => checkBulkActions(() => running));
  describe('the fraud risk', () => checkRisk(() => running));
  describe('the own account', () => checkOwnAccount(() => running));
  describe('signing in', () => checkSignIn(() => running));
  describe('what mails link to', () => checkMailLinks(posted));
  describe('account pages', () => checkAccountPages(posted));
  describe('expected demand', () => checkForecast(() => running));
  describe('products', () => checkProducts(() => running));
  describe('warehouses', () => checkWarehouses(() => running));
  describe('currencies', () => checkCurrencies(() => running));
});
