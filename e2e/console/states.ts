import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { CreateWebhookEndpoint, PlaceOrder } from '../../client/src/generated/operations';
import { codeShown } from '../../platform/testing/authenticator';
import { demoAccount, newAccount, orderOf, verifyAddress } from '../harness/people';
import type { ConsoleShop } from './console-shop';
import { Visitor } from './visitor';

/** Answers with all of the data, and adds an error of one field. */
async function withError(route: Route): Promise<void> {
  const response = await route.fetch();
  const answer = (await response.json()) as { data?: object };
  // The API does not know the hash of the operation yet: its text follows.
  if (!answer.data) return route.fulfill({ response });
  const error = {
    message: 'inventory is unavailable.',
    path: ['products', 'nodes', 0, 'available'],
    extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'the-request', retryable: true },
  };
  await route.fulfill({ response, json: { ...answer, errors: [error] } });
}

const isProductList = (route: Route): boolean =>
  route.request().postDataJSON()?.operationName === 'ProductList';

/** What a page shows when not everything goes well. */
export function checkStates(running: () => ConsoleShop): void {
  test('a part that is missing is said beside what is there, with the request', async () => {
    await running().visit('support', async (visitor) => {
      const { page } = visitor;
      await page.route('**/graphql', (route) =>
        isProductList(route) ? withError(route) : route.continue(),
      );
      await visitor.go('/products');
      await page.getByText('Some of this could not be loaded').waitFor();
      await page.getByText('the-request').waitFor();
      expect(await page.locator('tbody tr').count()).toBe(25);
      expect(await visitor.findings()).toEqual([]);
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
      await page.unroute('**/graphql');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Some of this could not be loaded').waitFor({ state: 'detached' });
    });
  });

  test('what the role does not allow names the role that does', async () => {
    await running().visit('support', async (visitor) => {
      const { page } = visitor;
      for (const look of ['wide and light', 'narrow and dark'] as const) {
        await visitor.look(look);
        await visitor.go('/audit');
        await page.getByText('Your role does not allow this').waitFor();
        await page.getByText('It takes one of these roles: Administrator').waitFor();
        expect(await visitor.findings()).toEqual([]);
      }
    });
  });

  test('each page above the role says so, and asks the API for nothing', async () => {
    await running().visit('partner', async (visitor) => {
      await visitor.page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
      for (const path of ['/jobs', '/accounts', '/warehouses', '/bulk']) {
        await visitor.go(path);
        await visitor.page.getByText('It takes one of these roles').waitFor();
      }
      expect(await visitor.findings()).toEqual([]);
    });
  });

  test('without a network the page says so, and loads when it is back', async () => {
    await running().visitAt('support', '/products', async (visitor) => {
      const { page } = visitor;
      await page.context().setOffline(true);
      await page.getByText('You are offline').waitFor();
      await visitor.go('/products?q=towel');
      await page.getByText('The server cannot be reached').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
      await page.context().setOffline(false);
      await page.getByText('You are offline').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('tbody tr').first().textContent()).toMatch(/towel/i);
    });
  });

  test('a page whose script was not loaded says so without a network, and comes with it', async () => {
    await running().visit('support', async (visitor) => {
      const { page } = visitor;
      await page.context().setOffline(true);
      await visitor.go('/account');
      await page.getByText('This page cannot be shown').waitFor();
      await page.getByText('The server cannot be reached').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.context().setOffline(false);
      await page.getByRole('heading', { name: 'Your account' }).waitFor();
      // The network is there and the shop is not.
      await page.route(/\/(assets|health)/, (route) => route.abort());
      await visitor.go('/products');
      await page.getByText('This page opens by itself').waitFor();
      await page.unrouteAll();
      await page.getByRole('heading', { level: 1, name: 'Products and stock' }).waitFor();
    });
  });

  test('the overview names endpoints that do not take their events', async () => {
    const admin = await demoAccount(running().shop.client, 'admin');
    // Nothing listens on the port 1.
    const input = { url: 'http://127.0.0.1:1/orders', events: ['order.confirmed'] };
    await admin.run(CreateWebhookEndpoint, { input });
    await admin.run(PlaceOrder, orderOf([['DEMO-0001', 1]], 'tok_ok'));
    await running().visit('admin', async (visitor) => {
      const { page } = visitor;
      await expect
        .poll(
          async () => {
            await page.reload();
            await visitor.settled();
            return page.getByText('Last attempt: no answer').count();
          },
          { timeout: 30_000 },
        )
        .toBe(1);
      await page.getByText('http://127.0.0.1:1/orders').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await visitor.look('narrow and dark');
      expect(await visitor.findings()).toEqual([]);
      await visitor.go('/webhooks');
      await page.getByRole('button', { name: 'Add an endpoint' }).click();
      await page.getByLabel('URL').fill('http://127.0.0.1:1/order');
      expect(await page.getByText('This URL is registered already').count()).toBe(0);
      await page.getByLabel('URL').fill('HTTP://127.0.0.1:1/orders');
      await page.getByText('This URL is registered already').waitFor();
      expect(await visitor.findings()).toEqual([]);
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('button', { name: 'Close' }).click();
      const [endpoint] = await page.getByRole('article').all();
      await endpoint?.getByText('Deliveries').click();
      await endpoint?.getByRole('button', { name: /^Actions/ }).click();
      await page.getByRole('menuitem', { name: 'Send a test event' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send a test event' }).click();
      await endpoint?.getByText('webhook.test').waitFor();
      // The focus stays in the list, and moves to its heading when nothing is left.
      const actions = page.getByRole('button', { name: /^Actions http/i });
      for (const next of [actions, page.getByRole('heading', { level: 1 })]) {
        await actions.first().click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await next.and(page.locator(':focus')).waitFor();
      }
    });
  });

  test('a second factor is set up, and needed at the next sign-in', async () => {
    const { id, email, password } = await newAccount(running().shop.client);
    await verifyAddress(running().shop, id);
    await using visitor = await Visitor.open(running().browser, running().shop.url);
    const { page } = visitor;
    await visitor.signInAs(email, password);
    await page.locator('#content h1').waitFor();
    await visitor.go('/account');
    await page.getByRole('button', { name: 'Set up' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Set up' }).click();
    const secret = (await dialog.locator('output').textContent()) ?? '';
    expect(await visitor.findings()).toEqual([]);
    await dialog.getByLabel('Code that the app shows now').fill(codeShown(secret));
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
    const [recoveryCode = ''] = ((await dialog.locator('output').textContent()) ?? '').split(' ');
    expect(await visitor.findings()).toEqual([]);
    // They are shown once, so only the button closes them.
    await page.keyboard.press('Escape');
    await page.mouse.click(1, 1);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();

    await visitor.signInAs(email, password);
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await visitor.look('narrow and dark');
    expect(await visitor.findings()).toEqual([]);
    await visitor.look('wide and light');
    // A code works once; the next one is accepted a little early.
    await page.getByLabel('Code from your authenticator app').fill(codeShown(secret, 1));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.locator('#content h1').waitFor();

    // Somebody whose app is lost removes it with a recovery code, which a phone lets them type.
    await visitor.go('/account');
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByLabel('Password').fill(password);
    const anyCode = dialog.getByLabel('Code of the app, or a recovery code');
    expect(await anyCode.getAttribute('inputmode')).toBeNull();
    await anyCode.fill(recoveryCode);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('status').getByText('The second factor is off.').waitFor();
    expect(visitor.faults).toEqual([]);
  });
}
