const halfBits = 32n;
const xlogIdBytes = 2 ** 32;
const segmentBytesMin = 2 ** 20;
const segmentBytesMax = 2 ** 30;
/** Digits of each of the three parts of the name of a segment. */
const partDigits = 8;

/** Parses a position in the log as PostgreSQL prints it, e.g. `0/1400028`. */
export function parseLsn(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << halfBits) + BigInt(`0x${low}`);
}

const part = (value: number): string => value.toString(16).toUpperCase().padStart(partDigits, '0');

/** The name of a segment: its timeline, and its number in two parts. */
export function segmentName(timeline: number, number: number, segmentBytes: number): string {
  const perXlogId = xlogIdBytes / segmentBytes;
  return part(timeline) + part(Math.floor(number / perXlogId)) + part(number % perXlogId);
}

export const timelineOf = (segment: string): number =>
  Number.parseInt(segment.slice(0, partDigits), 16);

export function segmentNumber(segment: string, segmentBytes: number): number {
  const high = Number.parseInt(segment.slice(partDigits, 2 * partDigits), 16);
  const low = Number.parseInt(segment.slice(2 * partDigits), 16);
  return high * (xlogIdBytes / segmentBytes) + low;
}

/** The number of the segment that contains the position. */
export const segmentAt = (lsn: bigint, segmentBytes: number): number =>
  Number(lsn / BigInt(segmentBytes));

/**
 * The size of segments, which is chosen when a cluster is created.
 * @param segment the name of the segment that contains the position.
 * @throws Error if it does not contain the position.
 */
export function segmentBytesOf(segment: string, lsn: bigint): number {
  for (let bytes = segmentBytesMin; bytes <= segmentBytesMax; bytes *= 2) {
    if (segmentName(timelineOf(segment), segmentAt(lsn, bytes), bytes) === segment) return bytes;
  }
  throw new Error(`The segment ${segment} of the log does not have the position ${lsn}.`);
}
