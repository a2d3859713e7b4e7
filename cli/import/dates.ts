import { fieldReaders, slashDate } from './columns';
import type { ImportJob } from './job';
import { readRows } from './source';

const monthMax = 12;

/** Why a date with slashes is not in the expected order; null if it may be. */
function faultOf(date: string, isDayFirst: boolean): string | null {
  const [, first, second] = slashDate.exec(date) ?? [];
  const [month, day] = [first, second].map(Number);
  if (month === undefined || day === undefined) return null;
  if (!isDayFirst && month > monthMax && day <= monthMax) {
    return 'is read with the month first. If the day is first in these files, import them with --day-first; otherwise correct that date.';
  }
  if (isDayFirst && day > monthMax && month <= monthMax) {
    return 'is read with the day first. If the month is first in these files, import them without --day-first; otherwise correct that date.';
  }
  return null;
}

/**
 * Reads all dates, before anything is opened or written: in a file whose days and months are
 * exchanged many dates are possible ones, and imported orders cannot be corrected.
 * @throws Error that names the first date that shows it.
 */
export async function checkDates({
  files,
  map,
  isDayFirst = false,
}: Pick<ImportJob, 'files' | 'map' | 'isDayFirst'>): Promise<void> {
  const readerOf = fieldReaders(map);
  for (const file of files) {
    for await (const rows of readRows(file, () => undefined)) {
      for (const row of rows) {
        const date = readerOf(row)?.('date') ?? '';
        const fault = faultOf(date, isDayFirst);
        if (fault === null) continue;
        throw new Error(`${file.path}: line ${row.line} has the date ${date}, which ${fault}`);
      }
    }
  }
}
