import { openForFile } from '../../platform/testing/open-for-file';
import type { Client } from './client';
import { demoAccount } from './people';
import type { Shop } from './shop';

/** A demo account of a shop, signed in before the first test. */
export const demoClient = (shop: Shop, name: string): Client =>
  openForFile(
    () => demoAccount(shop.client, name),
    async () => undefined,
  );
