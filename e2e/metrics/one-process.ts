import { expect, test } from 'vitest';
import type { Shop } from '../harness/shop';
import { metricsIn, rowsOfPage, scrapeOf } from './page';
import { checkOwnProfiles } from './profiles';

/**
 * Metrics and profiles of a shop in one process: the shop of `first-start/production-files.test.ts`.
 * @param running a shop outside development that was started with `lateLoop`.
 */
export function checkOneProcess(running: () => Shop, adminPort: () => number): void {
  test('its metrics are on the admin port alone, and all on the page', async () => {
    expect((await fetch(`${running().url}/metrics`)).status).toBe(404);
    const rows = rowsOfPage();
    const live = metricsIn(await scrapeOf(adminPort()));
    expect(live.size).toBeGreaterThan(0);
    expect([...live.keys()].filter((name) => !rows.has(name))).toEqual([]);
  });

  checkOwnProfiles(running, adminPort);
}
