import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Figure } from '../report';
import type { OperatedShop } from './operated-shop';
import { row } from './rows';

const pageBytes = 8_192;
/** An offset after the header of the compressed file. */
const insideSegment = 120;

function overwrite(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, 'zzzz', at);
  } finally {
    closeSync(handle);
  }
}

/** The segment before the newest one that the archive has. */
function lastButOne(archive: string): string {
  const files = readdirSync(archive, { recursive: true, encoding: 'utf8' });
  const segments = files.filter((name) => name.endsWith('.zst')).sort();
  return path.join(archive, segments.at(-2) ?? '');
}

/** Damages a segment of the archive, takes it away, and puts it back. */
export async function damageSegment(shop: OperatedShop): Promise<Figure[]> {
  await shop.placeArchived(2);
  await shop.placeArchived(2);
  const { shell } = shop;
  const segment = lastButOne(path.join(shell.folder, 'data-backups', 'archive'));
  const whole = readFileSync(segment);
  const rows: Figure[] = [];
  const typed = async (broken: string, given: string[], code: number, sentence: RegExp) => {
    rows.push(row(broken, await shell.type(...given), { [code]: sentence }));
  };
  overwrite(segment, insideSegment);
  const damaged = 'a segment was damaged';
  await typed(damaged, ['backup', 'verify'], 1, /17-1\/\w+\/\w{24}-\w+\.zst/);
  const rehearsal = ['restore', '--rehearse', '--without-ledger'];
  await typed(damaged, rehearsal, 1, /the log after that was not replayed/);
  const away = path.join(shell.folder, 'segment');
  renameSync(segment, away);
  const missing = 'a segment was taken away';
  await typed(missing, ['backup', 'verify'], 1, /segments are missing from the archive/);
  await typed(missing, rehearsal, 1, /It ended at segment \w{24}: it is not in the archive/);
  renameSync(away, segment);
  await shop.stop();
  await typed(damaged, ['restore'], 1, /It ended at segment/);
  await typed(damaged, ['restore', '--switch'], 1, /restore --switch --accept-gap/);
  writeFileSync(segment, whole);
  await typed('the segment was put back', ['restore'], 0, /The restored cluster is in place/);
  await shop.start();
  return rows;
}

/** Damages a page of the orders while the shop is stopped. */
export async function damagePage(shop: OperatedShop): Promise<Figure[]> {
  await shop.shell.done('backup');
  await shop.placeArchived(2);
  const file = await shop.fileOfOrders();
  await shop.stop();
  overwrite(file, pageBytes / 2);
  await shop.start();
  const broken = 'a page was damaged';
  const page = /page 0 of orders of database orders/;
  const rows: Figure[] = [];
  const typed = async (given: string[], code: number, sentence: RegExp) => {
    rows.push(row(broken, await shop.shell.type(...given), { [code]: sentence }));
  };
  await typed(['verify'], 2, page);
  await typed(['backup'], 1, page);
  await typed(['backup', 'list'], 0, /DAMAGED: page 0 of orders/);
  await typed(['backup', 'verify'], 1, page);
  await shop.stop();
  await typed(['restore'], 0, /was not used, because it is damaged: page 0/);
  await shop.start();
  await typed(['verify'], 0, /No disagreements/);
  return rows;
}
