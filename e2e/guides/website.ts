import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { axeProgram } from '../harness/axe';

/** Each look has its width and its theme: two visits of a page show both, where all pairs are four. */
export const looks = [
  { width: 390, theme: 'dark' },
  { width: 1440, theme: 'light' },
] as const;

type Look = (typeof looks)[number];

const viewport = (width: number) => ({ width, height: 900 });

/** What axe finds, and whether the page scrolls sideways. */
async function findingsOf(tab: Page, width: number): Promise<string[]> {
  const violations = await tab.evaluate<AxeResults['violations']>(
    "axe.run(document, { resultTypes: ['violations'], selectors: false }).then(({ violations }) => violations)",
  );
  const findings = violations.map(({ id, nodes }) => `${width}: ${id}: ${nodes[0]?.html}`);
  const taken = await tab.evaluate<number>('document.documentElement.scrollWidth');
  return taken > width ? [...findings, `${width}: the page is ${taken} pixels wide`] : findings;
}

/** Notes policy violations, failed requests and errors of whatever page a tab shows. */
async function watchFaults(tab: Page, origin: string): Promise<string[]> {
  const faults: string[] = [];
  await tab.exposeFunction('reportFault', (text: string) => faults.push(text));
  await tab.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    reportFault('policy: ' + event.violatedDirective + ' ' + event.blockedURI));`);
  tab.on('pageerror', ({ message }) => faults.push(`error: ${message}`));
  tab.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(request.url());
  });
  tab.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}

/** Shows the page that is open in another look, and waits until it is drawn. */
async function show(tab: Page, { width, theme }: Look): Promise<void> {
  await tab.setViewportSize(viewport(width));
  await tab.emulateMedia({ colorScheme: theme });
  await tab.evaluate(`new Promise((drawn) =>
    requestAnimationFrame(() => requestAnimationFrame(drawn)))`);
}

/**
 * What is wrong with a page once it has loaded everything: policy violations, failed requests,
 * errors, and the findings of axe in each look. It is loaded once, because loading it and axe takes
 * about as long as a look does.
 */
export async function faultsOf(browser: Browser, url: string): Promise<string[]> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    const faults = await watchFaults(tab, new URL(url).origin);
    await tab.goto(url, { waitUntil: 'networkidle' });
    await tab.evaluate(axeProgram);
    for (const look of looks) {
      await show(tab, look);
      const theme = await tab.evaluate<string>('document.documentElement.dataset.theme');
      if (theme !== look.theme) faults.push(`${look.theme}: the page is ${theme}`);
      faults.push(...(await findingsOf(tab, look.width)));
    }
    return faults;
  } finally {
    await context.close();
  }
}

/**
 * Finds the faults of many pages in one look, as `faultsOf` does for one page: one tab visits them
 * all.
 */
export async function* faultsOfPages(
  browser: Browser,
  urls: readonly string[],
  { width, theme }: Look,
): AsyncGenerator<[url: string, faults: string[]]> {
  const context = await browser.newContext({ viewport: viewport(width), colorScheme: theme });
  try {
    const tab = await context.newPage();
    const faults = await watchFaults(tab, new URL(urls[0] ?? '').origin);
    for (const url of urls) {
      await tab.goto(url, { waitUntil: 'load' });
      await tab.evaluate(axeProgram);
      const findings = await findingsOf(tab, width);
      yield [url, [...faults.splice(0), ...findings]];
    }
  } finally {
    await context.close();
  }
}

/** The paths of all pages, by the list for programs. */
export async function pathsOfPages(origin: string): Promise<string[]> {
  const list = await (await fetch(`${origin}/docs/llms.txt`)).text();
  return [...list.matchAll(/\]\((\/docs\/[^)]+)\.md\)/g)].map(([, path = '']) =>
    path === '/docs/index' ? '/docs/' : `${path}/`,
  );
}

interface Search {
  readonly titles: readonly string[];
  readonly status: string;
}

/** What the search over a page finds for texts, opened by `/` and Ctrl+K; and faults of its looks. */
export async function searched(
  browser: Browser,
  origin: string,
  texts: readonly string[],
): Promise<{ readonly results: readonly Search[]; readonly faults: readonly string[] }> {
  const context = await browser.newContext({ viewport: viewport(1440) });
  try {
    const tab = await context.newPage();
    const faults = await watchFaults(tab, origin);
    await tab.goto(`${origin}/docs/guides/setup/`);
    const dialog = tab.getByRole('dialog', { name: 'Search the documentation' });
    const results: Search[] = [];
    for (const [place, text] of texts.entries()) {
      await tab.keyboard.press(place % 2 === 0 ? '/' : 'Control+k');
      await tab.keyboard.type(text);
      const status = dialog.getByRole('status').filter({ hasText: `“${text}”` });
      await status.waitFor();
      const titles = await dialog.locator('li a').allTextContents();
      results.push({ titles, status: (await status.textContent()) ?? '' });
      const look = looks[place];
      if (look) {
        await show(tab, look);
        if (place === 0) await tab.evaluate(axeProgram);
        faults.push(...(await findingsOf(tab, look.width)));
      }
      await tab.keyboard.press('Escape');
    }
    return { results, faults };
  } finally {
    await context.close();
  }
}
