import { readFile } from 'node:fs/promises';
import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { newAccount } from '../harness/people';
import type { ConsoleShop } from './console-shop';
import { Visitor } from './visitor';

const refuse = (route: Route, status: number, code: string) =>
  route.fulfill({
    status,
    json: { errors: [{ message: code, extensions: { code, requestId: 'the-request' } }] },
  });

export function checkOwnAccount(running: () => ConsoleShop): void {
  test('a person requests the file with their data, and downloads it once it is ready', async () => {
    const { email, password } = await newAccount(running().shop.client);
    await using visitor = await Visitor.open(running().browser, running().shop.url);
    const { page } = visitor;
    await visitor.signInAs(email, password);
    await page.locator('#content h1').waitFor();
    await visitor.go('/account');
    await page.getByText('You have not requested a file').waitFor();
    expect(await page.getByRole('button', { name: 'Set up' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Send the link again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send the link again' }).click();
    await page.getByRole('status').getByText('The mail is on its way.').waitFor();
    expect(await visitor.findings()).toEqual([]);
    const request = page.getByRole('button', { name: 'Request the file' });
    await request.click();
    await page.getByRole('status').getByText('The file is being prepared.').waitFor();
    await request.and(page.locator(':focus')).waitFor();
    const button = page.getByRole('button', { name: /^Download the file of / });
    await button.waitFor();
    await page.getByRole('cell', { name: 'Ready', exact: true }).waitFor();

    const [saved] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(saved.suggestedFilename()).toMatch(/^data-export-[0-9a-f-]{36}\.json$/);
    const { account } = JSON.parse(await readFile(await saved.path(), 'utf8'));
    expect(account).toMatchObject({ email, name: 'Ada Buyer' });
    await visitor.look('narrow and dark');
    expect(await visitor.findings()).toEqual([]);

    await page.context().setOffline(true);
    await button.click();
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    await page.context().setOffline(false);
    await page.route('**/data-exports/*', (route) => refuse(route, 404, 'NOT_FOUND'));
    await button.click();
    await page.getByRole('alert').getByText('Its 24 hours are over').waitFor();
    await page.route('**/graphql', (route) =>
      route.request().postDataJSON()?.operationName === 'RequestDataExport'
        ? refuse(route, 429, 'RATE_LIMITED')
        : route.continue(),
    );
    await request.click();
    const alert = page.getByRole('alert').filter({ hasText: 'Nothing was changed' });
    await alert.getByText('three files within 24 hours').waitFor();
    expect(await visitor.findings()).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
}
