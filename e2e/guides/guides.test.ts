import { globSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { openForFile } from '../../platform/testing/open-for-file';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { chromiumAvailable, launchChromium } from '../../testing/chromium';
import { Shop } from '../harness/shop';
import { asShown, isShown } from './answers';
import { isAnswer, isFile, isVariables, printedBy, readPage, stepsOf } from './blocks';
import { brokenLinks } from './crawl';
import { type Ran, runPage, typeFaults } from './run-page';
import { scriptOf } from './script';
import { faultsOf, pathsOfPages, searched } from './website';

const pages = [...globSync('docs/guides/*.md', { cwd: repositoryRoot }).sort(), 'client/README.md'];
const executed = new Set(['sh', 'graphql', 'ts']);

/** Pages leave out what each answer carries. */
function withoutCost(shown: unknown, answer: unknown): unknown {
  const isCost = Object.hasOwn(Object(answer), 'extensions');
  if (!isCost || Object.hasOwn(Object(shown), 'extensions')) return answer;
  const { extensions, ...rest } = answer as { extensions: object };
  expect(Object.keys(extensions)).toEqual(['cost']);
  return rest;
}

/** What the page shows, and what the command printed in the same form. */
function compared({ answer, output, name }: Ran): [shown: unknown, printed: unknown] {
  if (output === null) return ['output', `${name} did not run`];
  if (answer === null) return ['', ''];
  if (answer.language !== 'json') {
    return [answer.text, isShown(answer.text, output) ? answer.text : output];
  }
  const shown: unknown = JSON.parse(answer.text);
  return [shown, asShown(shown, withoutCost(shown, JSON.parse(output)))];
}

const shop = openForFile(() => Shop.start());

describe('the guides', () => {
  const root = folderForFile();

  test.each(pages)('%s shows what its examples answer', async (page) => {
    const origins = { gateway: shop.url, sandbox: new URL(shop.ledgerUrl).origin };
    const { commands, program, code, errors } = await runPage(page, origins, root);
    for (const command of commands) {
      const [shown, printed] = compared(command);
      expect.soft(printed, `${command.name}\n${errors}`).toEqual(shown);
    }
    expect(program).toEqual(printedBy(scriptOf(page).program));
    expect(code, errors).toBe(0);
  });

  test('have programs whose types hold', async () => {
    expect(await typeFaults(root)).toBe('');
  });

  test.each(pages)('%s has no block that is not run', (page) => {
    const blocks = stepsOf(readPage(page)).flat();
    const idle = blocks.filter(
      (block) =>
        !executed.has(block.language) && !isFile(block) && !isAnswer(block) && !isVariables(block),
    );
    expect(idle).toEqual([]);
  });
});

describe('the website at /docs', () => {
  test('is served to GET and HEAD, under the policy of our pages', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await fetch(`${shop.url}/docs/`, { method });
      const policy = headers.get('content-security-policy') ?? '';
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|https?:/);
    }
  });

  test.each(['reference/mutations/place-order', 'operators/runbooks/target-down', 'guides/setup'])(
    'shows where %s is in the list of pages',
    async (page) => {
      const html = await (await fetch(`${shop.url}/docs/${page}/`)).text();
      expect(html).toMatch(new RegExp(`<a href="/docs/${page}/" aria-current="page"`));
    },
  );

  test('has each page as Markdown too, and lists them for programs', async () => {
    const pages = await pathsOfPages(shop.url);
    expect(pages).toContain('/docs/reference/mutations/place-order/');
    for (const page of pages) {
      const markdown = page === '/docs/' ? '/docs/index.md' : page.replace(/\/$/, '.md');
      for (const each of [markdown, page]) {
        const answer = await fetch(shop.url + each, { method: 'HEAD' });
        expect(answer.status, each).toBe(200);
      }
    }
  });
});

describe.skipIf(!chromiumAvailable)('the website at /docs in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  // Those of every kind: every-page.long.test.ts.
  test.each(['/docs/reference/objects/order/', '/docs/search/?q=refund'])(
    '%s violates neither the policy nor the rules of accessibility',
    async (page) => {
      expect(await faultsOf(browser, shop.url + page)).toEqual([]);
    },
  );

  test('lead from `/` to everything that people can open, and no link leads to nothing', async () => {
    expect(await brokenLinks(browser, shop.url)).toEqual([]);
  });

  test('the search opens by a key, forgives typing errors, and ranks names and words', async () => {
    const found = await searched(browser, shop.url, [
      'Refund',
      'refund',
      'refundOrder',
      'idempotncy',
      'webhooks',
      'RATE_LIMITED',
      'zzzyx',
    ]);
    expect(found.faults).toEqual([]);
    const [type, word, operation, typo, page, code, nothing] = found.results;
    expect(type?.titles[0]).toBe('Refund');
    expect(word?.titles[0]).toBe('Payments and 3-D Secure');
    expect(operation?.titles[0]).toBe('refundOrder');
    expect(typo?.titles[0]).toBe('Idempotency');
    expect(page?.titles[0]).toBe('Webhooks');
    expect(code?.titles[0]).toBe('Failures');
    expect(nothing).toEqual({ titles: [], status: 'Nothing found for “zzzyx”.' });
  });

  test('a block of code is copied by its button', async () => {
    const { url } = shop;
    const context = await browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto(`${url.replace('127.0.0.1', 'localhost')}/docs/guides/quickstart-partner/`);
    const block = page.locator('pre').first();
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('status').getByText('Copied').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe((await block.textContent())?.trimEnd());
    await context.close();
  });
});
