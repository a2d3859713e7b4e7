/** A time as people read it: in UTC, to the minute. */
export const minuteOf = (at: Date): string =>
  `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
