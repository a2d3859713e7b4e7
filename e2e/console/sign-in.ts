import { expect, test } from 'vitest';
import { demoPassword } from '../../config/demo-accounts';
import type { ConsoleShop } from './console-shop';

const pretendAgo = `UPDATE sessions SET signed_in_at = signed_in_at - interval '1 hour'`;

export function checkRecentSignIn(running: () => ConsoleShop): void {
  test('a key is created after another sign-in where the last one was long ago', async () => {
    await running().visit('partner', async (visitor) => {
      const { page } = visitor;
      const users = await running().shop.database('users');
      await users.query(pretendAgo);
      await users.end();
      // The page forgets its access token, and gets one that names the time of the sign-in.
      await page.reload();
      await visitor.go('/keys');
      await page.getByRole('button', { name: 'Create a key' }).click();
      await page.getByLabel('Name').fill('Connector');
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: 'Create', exact: true }).click();

      const again = page.getByRole('dialog', { name: 'Sign in again' });
      await again.waitFor();
      expect(await visitor.findings()).toEqual([]);
      await again.getByLabel('Password').fill('not the password');
      await again.getByRole('button', { name: 'Sign in' }).click();
      await again.getByRole('alert').getByText('You are not signed in').waitFor();
      await again.getByLabel('Password').fill(demoPassword);
      await again.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('dialog', { name: 'Copy the secret now' }).waitFor();
      await page.getByText('Connector').waitFor();
    });
  });
}
