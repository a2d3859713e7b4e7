import axe from 'axe-core';
import type { Browser } from 'playwright-core';

export interface View {
  readonly width: number;
  readonly theme: 'light' | 'dark';
}

export const views: readonly View[] = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
);

/** What is wrong with a page: policy violations, failed requests, errors, findings of axe. */
export async function faultsOf(browser: Browser, url: string, view: View): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.theme,
  });
  try {
    const tab = await context.newPage();
    const faults: string[] = [];
    await tab.exposeFunction('reportFault', (text: string) => faults.push(text));
    await tab.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
      reportFault('policy: ' + event.violatedDirective + ' ' + event.blockedURI));`);
    tab.on('pageerror', ({ message }) => faults.push(`error: ${message}`));
    tab.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(url).origin) faults.push(request.url());
    });
    tab.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    await tab.goto(url, { waitUntil: 'networkidle' });
    await tab.evaluate(axe.source);
    const found = (await tab.evaluate('axe.run(document)')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const overflow = await tab.evaluate<number>('document.documentElement.scrollWidth');
    if (overflow > view.width) faults.push(`the page is ${overflow} pixels wide`);
    return [...faults, ...found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)];
  } finally {
    await context.close();
  }
}

/** The titles that the search lists for words. */
export async function searchTitles(browser: Browser, url: string): Promise<string[]> {
  const tab = await browser.newPage();
  try {
    await tab.goto(url);
    await tab.locator('#search-results li').first().waitFor();
    return await tab.locator('#search-results a').allTextContents();
  } finally {
    await tab.close();
  }
}
