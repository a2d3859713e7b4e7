import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../testing/chromium';

export interface TabResults {
  readonly errors: readonly string[];
  /** Requests that both tabs sent to refresh their session. */
  readonly refreshes: number;
  /** The name of the signed-in account, as each call of both tabs returned it. */
  readonly names: readonly string[];
  /** The states of an order that was followed and cancelled, by transport. */
  readonly statuses: Readonly<Record<'fetch' | 'xhr', readonly string[]>>;
}

const html = '<!doctype html><title>tab</title><script type="module" src="/tab.mjs"></script>';

/** Two tabs of one browser with the installed package. */
export class SdkTabs {
  private readonly errors: string[] = [];
  private refreshes = 0;

  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    private readonly shopUrl: string,
  ) {}

  /** @param folder where the package is installed. */
  static async open(shopUrl: string, folder: string): Promise<SdkTabs> {
    const client = path.join(folder, 'node_modules/@orderprocessing/client/index.mjs');
    const files = new Map([
      ['/tab.mjs', readFileSync(path.join(__dirname, 'tab.mjs'), 'utf8')],
      ['/client.mjs', readFileSync(client, 'utf8')],
    ]);
    const server = createServer(({ url }, response) => {
      const script = files.get(url ?? '');
      const type = script === undefined ? 'text/html' : 'text/javascript';
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(script ?? html);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SdkTabs(server, await launchChromium(), shopUrl);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  async run(account: object, input: object): Promise<TabResults> {
    const context = await this.browser.newContext();
    const open = async () => this.ready(await context.newPage());
    const [one, other] = [await open(), await open()];
    const call = (page: Page, name: string, ...given: unknown[]) =>
      page.evaluate(
        ([named, values]) => {
          const { tab } = globalThis as unknown as {
            tab: Record<string, (...values: unknown[]) => Promise<unknown>>;
          };
          return tab[named as string]?.(...(values as unknown[]));
        },
        [name, given] as const,
      );
    await call(one, 'register', account);
    await call(one, 'spoilToken');
    const found = await Promise.all([call(one, 'whoAmI', 5), call(other, 'whoAmI', 5)]);
    const refreshes = this.refreshes;
    const statuses = {
      fetch: (await call(one, 'follow', input, 'fetch')) as string[],
      xhr: (await call(other, 'follow', input, 'xhr')) as string[],
    };
    return { errors: this.errors, refreshes, names: found.flat() as string[], statuses };
  }

  private async ready(page: Page): Promise<Page> {
    page.on('pageerror', (error) => void this.errors.push(error.message));
    page.on('request', (request) => {
      if (request.postData()?.includes('RefreshSession')) this.refreshes += 1;
    });
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/?shop=${encodeURIComponent(this.shopUrl)}`);
    await page.waitForFunction(() => 'tab' in globalThis);
    return page;
  }
}
