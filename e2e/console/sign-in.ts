import { expect, test } from 'vitest';
import { demoAccountNames, demoEmailOf, demoPassword } from '../../config/demo-accounts';
import { demoAccount } from '../harness/people';
import type { ConsoleShop } from './console-shop';
import { Visitor } from './visitor';

const pretendAgo = `UPDATE sessions SET signed_in_at = signed_in_at - interval '1 hour'`;

export function checkSignIn(running: () => ConsoleShop): void {
  test('somebody who is signed out types at once, and a wrong password names no request', async () => {
    const { browser, shop } = running();
    await using visitor = await Visitor.open(browser, shop.url, { look: 'narrow and dark' });
    const { page } = visitor;
    await page.getByRole('link', { name: 'Forgot password?' }).waitFor();
    await page.keyboard.type('nobody@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('is wrong').waitFor();
    expect(await alert.textContent()).not.toContain('Request');
    expect(await visitor.findings()).toEqual([]);
    const demo = page.getByRole('group', { name: 'Demo accounts' }).getByRole('button');
    expect(await demo.allTextContents()).toEqual(demoAccountNames);
    await page.getByRole('heading', { name: 'With an account of your own' }).waitFor();
    await demo.filter({ hasText: 'support' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('a key is created after another sign-in where the last one was long ago', async () => {
    await running().visit('partner', async (visitor) => {
      const { page } = visitor;
      await running().shop.query('users', pretendAgo);
      // The page forgets its access token, and gets one that names the time of the sign-in.
      await page.reload();
      await page.getByRole('link', { name: 'API keys' }).click();
      // The page that opens takes the focus, from the content too.
      await page.locator('main h1:focus').waitFor();
      await page.getByRole('button', { name: 'Skip to the content' }).press('Enter');
      await page.locator('main:focus').waitFor();
      await page.getByRole('button', { name: 'Create a key' }).click();
      await page.getByLabel('Name').fill('Connector');
      await page.getByRole('checkbox').first().check();
      const quota = page.getByLabel('Requests a minute');
      await quota.fill('99999999999');
      const create = page.getByRole('button', { name: 'Create', exact: true });
      await create.click();

      const again = page.getByRole('dialog', { name: 'Sign in again' });
      await again.waitFor();
      expect(await visitor.findings()).toEqual([]);
      await again.getByLabel('Password').fill('not the password');
      await again.getByRole('button', { name: 'Sign in' }).click();
      await again.getByRole('alert').getByText('You are not signed in').waitFor();
      await again.getByLabel('Password').fill(demoPassword);
      await again.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(/^Takes 1 to \d+\./).waitFor();
      await quota.fill('');
      await create.click();
      const secret = page.getByRole('dialog', { name: 'Copy the secret now' });
      await secret.waitFor();
      await page.getByText('Connector').waitFor();
      // Nobody can show it again, so only its button leaves it.
      await page.goBack();
      await page.waitForURL('**/keys');
      await secret.getByRole('button', { name: 'Close' }).click();
    });
  });

  test('what was typed waits until the same person has signed in again', async () => {
    await running().visitAt('warehouse', '/products/DEMO-0151', async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Adjust stock' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Change').fill('5');
      await dialog.getByLabel('Reason').fill('Found behind a shelf');
      const elsewhere = await demoAccount(running().shop.client, 'warehouse');
      await elsewhere.post({ query: 'mutation { logoutEverywhere }' });
      await dialog.getByRole('button', { name: 'Adjust stock' }).click();
      await page.getByText(/^The session of .+ has ended/).waitFor();
      await dialog.waitFor({ state: 'detached' });
      expect(await visitor.findings()).toEqual([]);
      await visitor.signInAs(demoEmailOf('warehouse'), demoPassword);
      await dialog.getByRole('button', { name: 'Adjust stock' }).click();
      await page.getByText('The stock is adjusted.').waitFor();
    });
  });
}
