import type { Browser, Page } from 'playwright-core';
import { demoEmailOf, demoPassword } from '../../config/demo-accounts';

/** Pages whose links exist in the browser only. */
const applications = ['/graphql', '/shop', '/console', '/account'] as const;

/** The headings of the pages for an address with nothing. */
const nothingHere = ['Page not found', 'Not found', 'Nothing here'];

const isApplication = (path: string): boolean =>
  applications.some((base) => path === base || path.startsWith(`${base}/`));

/** Pages of one kind differ in the id of what they show, and in their filters. */
const kindOf = ({ pathname, searchParams }: URL): string => {
  const parts = pathname.split('/').map((part) => (/\d/.test(part) ? '*' : part));
  return [...parts, ...[...searchParams.keys()].sort()].join('/').replace(/\/+$/, '');
};

/** Links of the documents name the port that a shop has by default. */
function urlOf(href: string, from: string, origin: string): URL | null {
  const url = new URL(href.replace('http://localhost:4000', origin), from);
  url.hash = '';
  return url.origin === origin ? url : null;
}

const hrefs = /<(?:a|link|script|img)\s[^<>]*?(?:href|src)="([^"]+)"/g;

/** What nothing answers at, by the pages that lead there. */
type Broken = string[];

/** Follows the links of the pages that are HTML already, and returns those into applications. */
async function crawlFiles(origin: string, start: string, broken: Broken): Promise<Set<string>> {
  const foundOn = new Map([[new URL(start, origin).href, 'the start']]);
  const opened = new Set<string>();
  for (const [url, from] of foundOn) {
    const response = await fetch(url, { headers: { accept: 'text/html' } });
    const text = await response.text();
    if (!response.ok) broken.push(`${response.status} ${url} (${from})`);
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    if (isApplication(new URL(url).pathname)) opened.add(url);
    if (!/<meta name="description" content="[^"]{10,}/.test(text)) broken.push(`no text: ${url}`);
    for (const [, href = ''] of text.matchAll(hrefs)) {
      const target = urlOf(href.replaceAll('&amp;', '&'), url, origin)?.href;
      if (target !== undefined && !foundOn.has(target)) foundOn.set(target, url);
    }
  }
  return opened;
}

/** Signs the tab in where the application has a form for it. */
async function signIn(page: Page, account: string, at: string): Promise<void> {
  await page.goto(at);
  await page.getByLabel(/^E-mail/).fill(demoEmailOf(account));
  await page.getByLabel('Password').fill(demoPassword);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password').waitFor({ state: 'detached' });
}

const loading = ['.animate-pulse', '[aria-busy="true"]', 'text=Loading…'];

/** Opens a page and waits until it shows what it has; live updates keep the network busy. */
async function openPage(page: Page, url: string) {
  const response = await page.goto(url);
  await page.locator('h1, .graphiql-container').first().waitFor();
  for (const sign of loading) await page.locator(sign).first().waitFor({ state: 'detached' });
  return response;
}

const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('a[href]')].map(({ href }) => href)`);

/** Opens one page of each kind that the applications lead to. */
async function crawlApplications(
  page: Page,
  origin: string,
  start: ReadonlySet<string>,
  broken: Broken,
): Promise<void> {
  await signIn(page, 'customer', `${origin}/shop/sign-in`);
  await signIn(page, 'admin', `${origin}/console`);
  const foundOn = new Map([...start].map((url) => [kindOf(new URL(url)), { url, from: 'a page' }]));
  for (const { url, from } of foundOn.values()) {
    const response = await openPage(page, url);
    const heading = (await page.locator('h1').allTextContents()).join(' ');
    const isNothing = nothingHere.some((each) => heading.includes(each));
    if (!response?.ok() || isNothing) broken.push(`${heading} ${url} (${from})`);
    for (const href of await linksOf(page)) {
      const target = urlOf(href, url, origin);
      if (!target || !isApplication(target.pathname) || foundOn.has(kindOf(target))) continue;
      foundOn.set(kindOf(target), { url: target.href, from: url });
    }
  }
}

/** Addresses with nothing, which must say so as a page of the face they are below. */
const unknown = [
  '/nothing',
  '/docs/nothing/',
  '/mail/nothing',
  '/shop/nothing',
  '/console/nothing',
];

/** @param page a tab that is signed in. */
async function silentUnknownPages(page: Page, origin: string): Promise<string[]> {
  const silent: string[] = [];
  for (const path of unknown) {
    await openPage(page, origin + path);
    const heading = (await page.locator('h1').allTextContents()).join(' ');
    const isSaid = nothingHere.some((each) => heading.includes(each)) || heading === '404';
    if (!isSaid || (await linksOf(page)).length === 0) silent.push(`${path} says “${heading}”`);
  }
  return silent;
}

/**
 * @returns the links of everything that people can open, from `/` on, that lead to nothing, and such
 * addresses that do not say so.
 */
export async function brokenLinks(browser: Browser, origin: string): Promise<string[]> {
  const broken: Broken = [];
  const opened = await crawlFiles(origin, '/', broken);
  const missed = applications.filter((base) => !opened.has(origin + base));
  broken.push(...missed.map((base) => `nothing leads to ${base}`));
  const page = await browser.newPage();
  await crawlApplications(page, origin, opened, broken);
  const silent = await silentUnknownPages(page, origin);
  await page.close();
  return [...broken, ...silent];
}
