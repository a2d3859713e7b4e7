import { msPerMinute } from '../../platform/values/time';

/** A value at a point in time. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** The change per minute: the slope by least squares. */
export function slopePerMinute(points: readonly Point[]): number {
  const count = points.length;
  if (count < 2) return 0;
  const meanAt = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / count;
  let [together, alone] = [0, 0];
  for (const { atMs, value } of points) {
    together += (atMs - meanAt) * (value - mean);
    alone += (atMs - meanAt) ** 2;
  }
  return alone === 0 ? 0 : (together / alone) * msPerMinute;
}
