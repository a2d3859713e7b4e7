import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { launchChromium } from '../../testing/chromium';
import type { Client } from '../harness/client';
import { demoAccount, orderOf } from '../harness/people';
import { Shop } from '../harness/shop';
import { Visitor } from './visitor';

/** A shop with a browser, for the journeys of the console. */
export class ConsoleShop {
  private constructor(
    readonly shop: Shop,
    readonly browser: Browser,
    private readonly customer: Client,
  ) {}

  static async start(): Promise<ConsoleShop> {
    const shop = await Shop.start();
    const browser = await launchChromium();
    return new ConsoleShop(shop, browser, await demoAccount(shop.client, 'customer'));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.shop.close();
  }

  /** Places an order as the demo customer. */
  async place(token = 'tok_ok'): Promise<{ id: string; number: string }> {
    const { placeOrder } = await this.customer.run(PlaceOrder, orderOf([['DEMO-0001', 3]], token));
    if (placeOrder?.__typename === 'Order') return placeOrder;
    if (placeOrder?.__typename === 'PaymentDeclinedError' && placeOrder.order)
      return placeOrder.order;
    throw new Error(JSON.stringify(placeOrder));
  }

  /** Signs in as a demo account; nothing may have violated the policy in the end. */
  async visit(role: string, run: (visitor: Visitor) => Promise<void>, path = ''): Promise<void> {
    await using visitor = await Visitor.open(this.browser, this.shop.url, {
      path: `/console${path}`,
    });
    await visitor.signIn(role);
    await run(visitor);
    expect(visitor.faults).toEqual([]);
  }

  /** The same on a page, and not on the overview, which takes 0.2 s of CPU. */
  visitAt(role: string, path: string, run: (visitor: Visitor) => Promise<void>): Promise<void> {
    const runOnPage = async (visitor: Visitor) => {
      await visitor.settled();
      await run(visitor);
    };
    return this.visit(role, runOnPage, path);
  }
}
