import { nsPerMs } from '../../platform/values/time';
import type { Bar } from './tree';

/** An interval of activity, and its position in the drawing. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fromX: number;
  readonly toX: number;
}

export interface Cut {
  /** The x position of its middle. */
  readonly x: number;
  readonly leftOutMs: number;
}

export interface TimeAxis {
  /** The x position of a time since the start of the first span. */
  xOf(ms: number): number;
  readonly ticks: readonly { readonly x: number; readonly ms: number }[];
  readonly cuts: readonly Cut[];
}

/** A longer pause between two spans is cut out, because it would make the rest too small. */
const pauseMsMin = 8;
const cutWidth = 30;
/** Padding before a stretch that follows a cut, and after every stretch. */
const marginMs = 0.4;
const tickSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
const tickWidthMin = 70;

export const msSince = (bar: Bar, first: Bar) => ({
  startMs: Number(bar.startNs - first.startNs) / nsPerMs,
  endMs: Number(bar.endNs - first.startNs) / nsPerMs,
});

/** The intervals in which any span is open, merged across short pauses. */
function busyTimes(spans: readonly { startMs: number; endMs: number }[]): [number, number][] {
  const busy: [number, number][] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = busy.at(-1);
    if (last && startMs - last[1] < pauseMsMin) last[1] = Math.max(last[1], endMs);
    else busy.push([startMs, endMs]);
  }
  return busy.map(([from, to], index) => [index === 0 ? from : from - marginMs, to + marginMs]);
}

function stretchesOf(busy: readonly [number, number][], fromX: number, toX: number): Stretch[] {
  const totalMs = busy.reduce((sum, [from, to]) => sum + to - from, 0);
  const perMs = (toX - fromX - cutWidth * (busy.length - 1)) / totalMs;
  let x = fromX;
  return busy.map(([fromMs, toMs]) => {
    const stretch = { fromMs, toMs, fromX: x, toX: x + (toMs - fromMs) * perMs };
    x = stretch.toX + cutWidth;
    return stretch;
  });
}

/** One scale for all stretches, so that lengths can be compared; long pauses are cut out. */
export function timeAxis(bars: readonly Bar[], fromX: number, toX: number): TimeAxis {
  const [first] = bars;
  if (first === undefined) throw new Error('There is no span to draw.');
  const stretches = stretchesOf(busyTimes(bars.map((bar) => msSince(bar, first))), fromX, toX);
  const xOf = (ms: number): number => {
    const within = stretches.find(({ toMs }) => ms <= toMs) ?? stretches.at(-1);
    if (within === undefined) return fromX;
    const share = (ms - within.fromMs) / (within.toMs - within.fromMs);
    return within.fromX + share * (within.toX - within.fromX);
  };
  const [longest] = stretches;
  const perMs = longest ? (longest.toX - longest.fromX) / (longest.toMs - longest.fromMs) : 1;
  const stepMs = tickSteps.find((step) => step * perMs >= tickWidthMin) ?? 1_000;
  const ticks = stretches.flatMap(({ fromMs, toMs }, index) => {
    const inSteps: number[] = [];
    for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) inSteps.push(ms);
    // A stretch between two steps still needs a label.
    if (inSteps.length === 0) inSteps.push(Math.round(fromMs + marginMs));
    return inSteps.map((ms) => ({ ms, x: xOf(ms), index }));
  });
  const cuts = stretches.slice(1).map((stretch, index) => {
    const before = stretches[index] ?? stretch;
    const x = (before.toX + stretch.fromX) / 2;
    return { x, leftOutMs: stretch.fromMs - before.toMs };
  });
  return { xOf, ticks, cuts };
}
