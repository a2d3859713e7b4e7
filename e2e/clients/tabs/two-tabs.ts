import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../../testing/chromium';
import { eventually } from '../../harness/shop';
import { servePage } from './page-server';

/** What `tab.mjs` tells about itself. */
export interface Tab {
  readonly reads: number;
  readonly roles: readonly string[];
  /** The refresh tokens that it has sent, oldest first. */
  readonly refreshedWith: readonly string[];
  readonly errors: readonly string[];
  readonly signedOut: boolean;
}

export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const stateOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { tab: Tab }).tab);

/** Two tabs of one browser, signed in to one account. */
export class TwoTabs {
  private constructor(
    private readonly pages: readonly [Page, Page],
    private readonly close: () => Promise<void>,
  ) {}

  /**
   * @param renewAfterSeconds age at which a tab renews its access token; undefined: once the shop
   * refuses it.
   */
  static async open(shopUrl: string, session: Session, renewAfterSeconds?: number) {
    const server = await servePage();
    const browser = await launchChromium();
    const close = async () => {
      await browser.close();
      server.close();
    };
    try {
      const context = await browser.newContext();
      await signIn(context, server.url, session);
      const parameters = new URLSearchParams({ shop: shopUrl });
      if (renewAfterSeconds) parameters.set('renewAfter', String(renewAfterSeconds));
      const open = async () => {
        const page = await context.newPage();
        await page.goto(`${server.url}/?${parameters}`);
        return page;
      };
      return new TwoTabs([await open(), await open()], close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async states(): Promise<[Tab, Tab]> {
    return [await stateOf(this.pages[0]), await stateOf(this.pages[1])];
  }

  /** Polls until both tabs are as described, or one of them is signed out. */
  both(what: string, holds: (tab: Tab) => boolean): Promise<[Tab, Tab]> {
    const check = async () => {
      const tabs = await this.states();
      return tabs.every(holds) || tabs.some(({ signedOut }) => signedOut) ? tabs : null;
    };
    return eventually(what, check);
  }
}

/** Stores the session as the page does, before a tab is open. */
async function signIn(context: BrowserContext, url: string, session: Session): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/?shop=`);
  const stored = JSON.stringify(session);
  await page.evaluate((text) => {
    const signedIn = { ...JSON.parse(text), at: Date.now() };
    localStorage.setItem('session', JSON.stringify(signedIn));
  }, stored);
  await page.close();
}
