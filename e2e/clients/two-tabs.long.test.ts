import { describe, expect, test } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { chromiumAvailable } from '../../testing/chromium';
import { newSession } from '../harness/people';
import { Shop } from '../harness/shop';
import { TwoTabs } from './tabs/two-tabs';

/** Twenty access tokens, one after the other; a part of `npm run test:long` takes half an hour. */
const durationMs = 1_200_000;
const checkEveryMs = 60_000;
/** The time to open and close the browser. */
const spareMs = 300_000;

describe.skipIf(!chromiumAvailable)('two tabs with access tokens of a minute', () => {
  const shop = openForFile(() => Shop.start({ ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: '1' }));

  test(
    'stay signed in for twenty minutes',
    async () => {
      const { user: _user, ...session } = await newSession(shop.client);
      await using tabs = await TwoTabs.open(shop.url, session);
      const endsAt = Date.now() + durationMs;
      let reads = [0, 0];
      while (Date.now() < endsAt) {
        const readsBefore = reads;
        await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
        const states = await tabs.states();
        reads = states.map((tab) => tab.reads);
        for (const [place, { signedOut, errors }] of states.entries()) {
          expect({ signedOut, errors }).toEqual({ signedOut: false, errors: [] });
          expect(reads[place]).toBeGreaterThan(readsBefore[place] ?? 0);
        }
      }
      const [one, other] = await tabs.states();
      const distinct = new Set([...one.refreshedWith, ...other.refreshedWith]);
      expect(distinct.size).toBeGreaterThan(13);
    },
    durationMs + spareMs,
  );
});
