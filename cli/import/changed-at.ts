import { dateOf, type Refusal } from './line';
import { changedAtColumn, type SourceRow, skewMs } from './source';

/** A time without its zone, as spreadsheets write it, may be another moment. */
const zoned = /(Z|[+-]\d{2}:\d{2})$/;

/** The moment of a row without a date, or why it is rejected. */
export function changeOf({ changedAt }: SourceRow): Date | Refusal {
  const date = zoned.test(changedAt) ? dateOf(changedAt) : null;
  if (date === null) return `malformed_${changedAtColumn}`;
  return date.getTime() > Date.now() + skewMs ? 'date_in_future' : date;
}
