import { isDeepStrictEqual } from 'node:util';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { demoAccountNames } from '../../config/demo-accounts';
import { axeProgram } from '../harness/axe';
import { announced, heardOf, unheard } from '../harness/screen-reader';

export type Look = 'narrow and dark' | 'wide and light';

const looks = {
  'narrow and dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  'wide and light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
} as const;

/** What a buyer meets in the web shop, and what must never happen there. */
export interface Purchase {
  /** Violations of the content security policy, and errors of scripts. */
  readonly faults: readonly string[];
  /** Findings of axe, sideways scrolling, and what a screen reader would miss, by view. */
  readonly findings: readonly string[];
  /** What the order says of itself: after the bank, and after it was cancelled. */
  readonly statuses: readonly string[];
}

/** Adds up how far what is on the screen moves by itself, as Cumulative Layout Shift does. */
const countShifts = `globalThis.shift = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shift += value;
}).observe({ type: 'layout-shift', buffered: true });`;

async function findingsIn(page: Page, view: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  // The script is evaluated, because the policy of the page allows no scripts but its own.
  const hasAxe = await page.evaluate<boolean>("'axe' in globalThis");
  if (!hasAxe) await session.send('Runtime.evaluate', { expression: axeProgram });
  const { result } = await session.send('Runtime.evaluate', {
    // Results of what is right, and a selector for each element, take most of the time.
    expression: `axe.run({ resultTypes: ['violations'], selectors: false })
      .then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  const violations = JSON.parse(String(result.value)) as AxeResults['violations'];
  const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  const missed = await unheard(page);
  const found = [...violations.map(({ id }) => id), ...missed].map((each) => `${view}: ${each}`);
  return Number(width) > 0 ? [...found, `${view}: scrolls sideways`] : found;
}

/** Registers, fills in the checkout, and chooses a card with 3-D Secure. */
async function fillCheckout(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Ada Buyer');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('a long enough phrase');
  await page.keyboard.press('Enter');
  await fillDelivery(page);
}

async function fillDelivery(page: Page): Promise<void> {
  await page.getByLabel('Street and number').fill('Hauptstraße 1');
  await page.getByLabel('Name').fill('Ada Buyer');
  await page.getByLabel('Postal code').fill('10115');
  await page.getByLabel('City').fill('Berlin');
  await page.getByLabel(/3-D Secure/).check();
  await page.locator('.totals .total').waitFor();
}

/** @returns what the checkout does not say about a postal code that its country does not write. */
async function unusualPostalCode(page: Page): Promise<string[]> {
  const warning = page.getByRole('status').filter({ hasText: /does not look like a postal code/ });
  await page.getByLabel('Postal code').fill('1010');
  await page.getByLabel('City').focus();
  await warning.filter({ hasText: 'Germany' }).waitFor();
  const { description, isInvalid } = await heardOf(page, 'Postal code');
  const found = await findingsIn(page, 'an unusual postal code');
  // The same code is a usual one in another country.
  await page.getByLabel('Country').selectOption('AT');
  await warning.waitFor({ state: 'hidden' });
  await page.getByLabel('Country').selectOption('DE');
  await page.getByLabel('Postal code').fill('10115');
  await page.getByLabel('City').focus();
  await warning.waitFor({ state: 'hidden' });
  await page.locator('.totals .total').waitFor();
  if (/Germany/.test(description) && !isInvalid) return found;
  return [...found, `the postal code does not say its warning: ${description}`];
}

/** @returns what a screen reader does not announce when a city is refused. */
async function refusedCity(page: Page): Promise<string[]> {
  await page.getByLabel('City').fill('B'.repeat(101));
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('alert').waitFor();
  const { description, isInvalid } = await heardOf(page, 'City');
  const said = await announced(page);
  return [
    ...(isInvalid && /at most 100/.test(description) ? [] : ['the city does not say its problem']),
    ...(/at most 100/.test(said) ? [] : ['the refusal is not announced']),
  ];
}

/** Asks for the next page of products, also after a failure, and is at its first one. */
async function showMore(page: Page): Promise<void> {
  const unavailable = { status: 503, json: { errors: [{ message: 'Away' }] } };
  await page.route('**/graphql', (route) => route.fulfill(unavailable));
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await page.unrouteAll();
  await again.press('Enter');
  await page.locator('.card:nth-child(25) a:focus').waitFor();
}

/**
 * Loses the answer to an order, and sends another city.
 * @returns what the shop does not say about the order that has arrived.
 */
async function changedAfterLostAnswer(page: Page): Promise<string[]> {
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('"PlaceOrder"')) return route.continue();
    await route.fetch();
    return route.fulfill({ status: 500, body: 'The answer is lost.' });
  });
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('alert').waitFor();
  await page.unrouteAll();
  await page.getByLabel('City').fill('Potsdam');
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('link', { name: 'See My orders before you order again.' }).waitFor();
  return findingsIn(page, 'an order that has arrived');
}

/** Refuses the payment at the bank, and begins again. @returns what the shop lost or did not say. */
async function refusedByTheBank(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('button', { name: /decline/i }).click();
  await page.getByText('Your bank declined the payment. You do not pay anything.').waitFor();
  const said = await findingsIn(page, 'an order that the bank refused');
  await page.getByRole('button', { name: 'Try another card' }).click();
  await page.locator('.totals .total').waitFor();
  const inCart = await page.getByRole('link', { name: /^Cart/ }).textContent();
  await fillDelivery(page);
  return /2/.test(inCart ?? '') ? said : [...said, `the cart lost its lines: ${inCart}`];
}

/** Signs in a demo account and out again. @returns what is wrong with the sign-in. */
async function signInToDemo(page: Page, url: string): Promise<string[]> {
  await page.goto(`${url}/shop/sign-in?next=/orders`);
  await page.locator('[name="email"]:focus').waitFor();
  await page.getByRole('link', { name: 'Forgot password?' }).waitFor();
  const found = await findingsIn(page, 'sign-in');
  await page.getByRole('heading', { name: 'With an account of your own' }).waitFor();
  const demo = page.getByRole('group', { name: 'Demo accounts' }).getByRole('button');
  const names = await demo.allTextContents();
  await demo.filter({ hasText: 'customer' }).click();
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  const isComplete = isDeepStrictEqual(names, demoAccountNames);
  return isComplete ? found : [...found, `the sign-in offers ${names}`];
}

/** @returns the view if the price in it is not what a unit costs with tax. */
async function wrongPrice(page: Page, view: string, sku: string): Promise<string[]> {
  const query = `{ product(sku: ${JSON.stringify(sku)}) { grossPrice(country: "DE") { amount } } }`;
  const endpoint = new URL('/graphql', page.url()).href;
  const { data } = await (await page.request.post(endpoint, { data: { query } })).json();
  const expected = `€${data.product.grossPrice.amount} with tax (Germany)`;
  const shown = await page.locator('.price').first().textContent();
  return shown === expected ? [] : [`${view}: ${shown} instead of ${expected}`];
}

/** Opens the first product of a list. @returns what is wrong with the prices, and with its page. */
async function openProduct(page: Page): Promise<string[]> {
  const link = page.locator('.card h2 a').first();
  const href = (await link.getAttribute('href')) ?? '';
  const sku = new URL(href, page.url()).searchParams.get('sku') ?? '';
  const inList = await wrongPrice(page, 'browse', sku);
  await link.click();
  await page.locator('article .price').waitFor();
  const inProduct = await wrongPrice(page, 'product', sku);
  return [...inList, ...inProduct, ...(await findingsIn(page, 'product'))];
}

/** Finds a product, orders it by way of the bank, sees it confirmed, and cancels it. */
export async function buyOnTheWeb(browser: Browser, url: string, look: Look): Promise<Purchase> {
  const context = await browser.newContext({ ...looks[look], locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  const findings: string[] = [];
  const statuses: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
      faults.push(message.text());
    }
  });
  await page.addInitScript(countShifts);
  const examine = async (view: string) => findings.push(...(await findingsIn(page, view)));

  findings.push(...(await signInToDemo(page, url)));
  await page.goto(`${url}/shop`);
  await page.locator('.card').first().waitFor();
  const shift = Number(await page.evaluate('shift'));
  if (shift > 0.05) findings.push(`browse: the layout shifted by ${shift}`);
  await showMore(page);
  await page.getByLabel('Search').fill('apron');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /apron/ }).waitFor();
  const add = page.getByRole('button', { name: /Add to cart ?: .*Apron/ });
  for (const place of [0, 1]) await add.nth(place).click();
  await examine('browse');
  findings.push(...(await openProduct(page)));
  await page.getByRole('link', { name: /^Cart/ }).click();
  await page.getByRole('button', { name: 'Remove' }).nth(1).press('Enter');
  // The focus moves to the line that is left.
  await page.locator('.rows li:only-child a:focus').waitFor();
  await page.getByLabel(/^Quantity of/).fill('2');
  await examine('cart');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fillCheckout(page, `web-${crypto.randomUUID()}@example.com`);
  await examine('checkout');
  findings.push(...(await unusualPostalCode(page)));
  findings.push(...(await refusedCity(page)));
  await examine('a refused checkout');
  await page.getByLabel('City').fill('Berlin');
  findings.push(...(await changedAfterLostAnswer(page)));
  findings.push(...(await refusedByTheBank(page)));
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('button', { name: /authori[sz]e/i }).click();
  await page.waitForURL(/\/shop\/order\?orderId=/);
  const status = page.locator('.status');
  await status.filter({ hasText: 'confirmed' }).waitFor();
  statuses.push((await status.locator('strong').textContent()) ?? '');
  await examine('order');
  await page.getByRole('button', { name: 'Cancel order' }).click();
  await status.filter({ hasText: 'is cancelled' }).waitFor();
  statuses.push((await status.locator('strong').textContent()) ?? '');
  if (!(await announced(page)).includes('Your order is cancelled.'))
    findings.push('order: the new status is not announced');
  const left = await page.getByRole('link', { name: /^Cart/ }).textContent();
  if (!/0/.test(left ?? '')) findings.push(`the cart was not emptied: ${left}`);
  await page.getByRole('link', { name: 'My orders' }).click();
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
  await examine('orders');
  await context.close();
  return { faults, findings, statuses };
}
