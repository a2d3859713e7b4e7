import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { demoEmailOf, demoPassword } from '../../config/demo-accounts';
import { axeProgram } from '../harness/axe';

export type Look = 'wide and light' | 'narrow and dark';

const looks = {
  'wide and light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  'narrow and dark': { viewport: { width: 360, height: 780 }, colorScheme: 'dark' },
} as const;

/**
 * Waits until the browser has drawn the page, and no color is in the middle of a transition. The end
 * of one may begin another, because an element follows the color that it inherits by its own.
 */
const atRest = `(async () => {
  let ending;
  do {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    ending = document.getAnimations().filter(
      ({ playState, effect }) =>
        playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime),
    );
    await Promise.allSettled(ending.map(({ finished }) => finished));
  } while (ending.length > 0);
})()`;

const navigationDeadlineMs = 30_000;

/** Standards that the console promises. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Two paths of one page differ in its query and in the id of what it shows. */
const pageOf = (path: string): string => {
  const [, , name, ...rest] = path.replace(/\?.*/, '').split('/');
  return `${name} ${rest.length}`;
};

/**
 * What was looked at and found right is many times as much, and is not transferred. A selector for
 * each element takes a third of the time.
 */
const violationsOf = `axe
  .run({ runOnly: ${JSON.stringify(standards)}, resultTypes: ['violations'], selectors: false })
  .then(({ violations }) => violations)`;

/** Live updates have no end, and a page that is left takes its responses with it. */
const bodyOf = async (response: Response): Promise<string> => {
  const isJson = response.headers()['content-type']?.includes('json') ?? false;
  return isJson ? await response.text().catch(() => '') : '';
};

/** Whether the role was not enough; a sign-in that was too long ago is something else. */
const isForbidden = (body: string): boolean =>
  body.includes('"FORBIDDEN"') && !body.includes('"recentSignIn"');

interface Opening {
  readonly look?: Look;
  readonly path?: string;
  readonly locale?: string;
}

/** A browser tab on a page of the shop, which notes everything that it must never do. */
export class Visitor {
  /** Violations of the content security policy, errors of scripts, and calls above the role. */
  readonly faults: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {}

  static async open(browser: Browser, url: string, opening: Opening = {}) {
    const { look = 'wide and light', path = '/console', locale = 'en-GB' } = opening;
    const context = await browser.newContext({ ...looks[look], locale });
    const page = await context.newPage();
    page.setDefaultTimeout(navigationDeadlineMs);
    const visitor = new Visitor(context, page, url);
    page.on('pageerror', (error) => visitor.faults.push(String(error)));
    // A refused style or script is reported to the console as well as by an event.
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
        visitor.faults.push(message.text());
      }
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== url) visitor.faults.push(request.url());
    });
    page.on('response', async (response) => {
      const text = response.url() === `${url}/graphql` ? await bodyOf(response) : '';
      if (isForbidden(text)) visitor.faults.push(text);
    });
    await page.goto(url + path);
    return visitor;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.context.close();
  }

  async look(look: Look): Promise<void> {
    const { viewport, colorScheme } = looks[look];
    await this.page.setViewportSize(viewport);
    await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  }

  async signIn(name: string): Promise<void> {
    await this.signInAs(demoEmailOf(name), demoPassword);
    await this.page.locator('#content h1').waitFor();
  }

  async signInAs(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Opens a page as a link does, without loading the console again. */
  async go(path: string): Promise<void> {
    const target = JSON.stringify(`/console${path}`);
    const isOther = pageOf(`/console${path}`) !== pageOf(new URL(this.page.url()).pathname);
    if (isOther) {
      await this.page.evaluate(`document.querySelector('#content h1')?.classList.add('left')`);
    }
    await this.page.evaluate(
      `history.pushState({}, '', ${target}); dispatchEvent(new PopStateEvent('popstate'));`,
    );
    // The previous page is shown until then, and may have the same rows.
    await this.page.locator('#content h1.left').waitFor({ state: 'detached' });
    await this.settled();
  }

  /** Waits until nothing loads. */
  async settled(): Promise<void> {
    await this.page.locator('#content h1').waitFor();
    await this.page.locator('.animate-pulse').first().waitFor({ state: 'detached' });
    await this.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  }

  /** What axe-core finds, and whether the page scrolls sideways. */
  async findings(): Promise<string[]> {
    await this.page.evaluate(atRest);
    // Half a megabyte is sent and read once for each page that was loaded, and not for each look.
    const hasAxe = await this.page.evaluate<boolean>("'axe' in globalThis");
    if (!hasAxe) await this.page.evaluate(axeProgram);
    const violations = await this.page.evaluate<AxeResults['violations']>(violationsOf);
    const overflow = await this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    const at = this.page.url();
    return [
      ...violations.map(
        ({ id, nodes }) => `${at}: ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      ),
      ...(overflow > 0 ? [`${at}: scrolls ${overflow} px sideways`] : []),
    ];
  }
}
