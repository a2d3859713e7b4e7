import type { DrillReport, Figure } from '../report';
import { breakBackups } from './backup-rows';
import { damagePage, damageSegment } from './damage-rows';
import { breakMigrations } from './migrate-rows';
import { OperatedShop } from './operated-shop';
import { breakReleases } from './release-rows';
import { breakRestores } from './restore-rows';

export interface OperatorDrillOptions {
  readonly log: (line: string) => void;
}

const ordersBetween = 5;

/** Breaks what an operator does to one shop. */
async function breakShop(shop: OperatedShop, log: (line: string) => void): Promise<Figure[]> {
  await shop.shell.done('backup');
  await shop.place(ordersBetween);
  log('Killing backups.');
  const backups = await breakBackups(shop.shell);
  await shop.placeArchived(ordersBetween);
  await shop.stop();
  log('Killing restores.');
  const restores = await breakRestores(shop.shell);
  await shop.start();
  log('Damaging the archive.');
  await shop.shell.done('backup');
  const segment = await damageSegment(shop);
  log('Damaging a page.');
  return [...backups, ...restores, ...segment, ...(await damagePage(shop))];
}

/**
 * Kills each of the commands release, backup, restore and migrate in its steps, runs two of them at
 * once, kills HAProxy, damages a segment and a page, and compares every exit code and sentence.
 */
export async function runOperatorDrill({ log }: OperatorDrillOptions): Promise<DrillReport> {
  log('Killing releases.');
  const releases = await breakReleases();
  log('Killing migrations.');
  const migrations = await breakMigrations();
  log('Starting a shop.');
  await using shop = await OperatedShop.open();
  const ofShop = await breakShop(shop, log);
  return {
    drill: 'operator',
    faults: [],
    acknowledged: shop.placed.length,
    lost: (await shop.lost()).length,
    violations: [],
    verify: await shop.shell.verify(),
    figures: [...releases, ...migrations, ...ofShop],
  };
}
