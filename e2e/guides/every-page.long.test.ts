import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumAvailable, launchChromium } from '../../testing/chromium';
import { Shop } from '../harness/shop';
import { faultsOfPages, looks, pathsOfPages } from './website';

const visitsDeadlineMs = 2_400_000;

describe.skipIf(!chromiumAvailable)('every page of the website at /docs', () => {
  let shop: Shop;
  let browser: Browser;
  beforeAll(async () => {
    shop = await Shop.start();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  test.each(looks)(
    'violates neither the policy nor the rules of accessibility, $width pixels wide and $theme',
    async (look) => {
      const paths = await pathsOfPages(shop.url);
      expect(paths.length).toBeGreaterThan(300);
      const urls = paths.map((path) => shop.url + path);
      for await (const [url, faults] of faultsOfPages(browser, urls, look)) {
        expect.soft(faults, url).toEqual([]);
      }
    },
    visitsDeadlineMs,
  );
});
