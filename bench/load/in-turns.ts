import { median } from '../../platform/values/median';
import { type Call, closedLoop } from '../../testing/load/closed-loop';
import { perSecond, type Sample } from '../../testing/load/latencies';
import type { BenchShop } from '../bench-shop';
import { Meter } from '../measure/meter';
import type { Row } from '../result';

/** The warm-up: V8 keeps optimizing for about twenty seconds of load. */
const warmUpMs = 25_000;
/** The length of a turn: the speed of a shared machine varies over seconds and minutes. */
const turnMs = 3_000;
const percent = 100;

/** A shop and the call that is measured on it. */
export interface Side {
  readonly shop: BenchShop;
  /** The name of its row, e.g. `encrypted, 8 clients`. */
  readonly name: string;
  readonly call: Call;
}

interface Turns {
  readonly clients: number;
  /** The time of both sides together, without the warm-up. */
  readonly durationMs: number;
  readonly measured: Side;
  readonly yardstick: Side;
}

export interface Compared {
  readonly measured: Row;
  readonly yardstick: Row;
  /** The median of the pairs: calls a second of the measured side, divided by the yardstick's. */
  readonly ratio: number;
}

/** Pairs of turns, each beginning with the other shop. */
export async function inTurns(turns: Turns): Promise<Compared> {
  const { clients, durationMs, measured, yardstick } = turns;
  for (const { call } of [measured, yardstick]) await closedLoop(clients, warmUpMs, call);
  const ofMeasured = new Meter(measured.shop);
  const ofYardstick = new Meter(yardstick.shop);
  const turn = (meter: Meter, { call }: Side): Promise<Sample> =>
    meter.during(() => closedLoop(clients, turnMs, call));
  const ratios: number[] = [];
  for (let spentMs = 0; spentMs < durationMs; spentMs += 2 * turnMs) {
    const isEven = ratios.length % 2 === 0;
    const early = isEven ? await turn(ofMeasured, measured) : null;
    const other = await turn(ofYardstick, yardstick);
    const own = early ?? (await turn(ofMeasured, measured));
    ratios.push(perSecond(own) / perSecond(other));
  }
  const ratio = median(ratios);
  const figures = {
    'lowest pair %': Math.min(...ratios) * percent,
    'highest pair %': Math.max(...ratios) * percent,
  };
  return {
    measured: { ...ofMeasured.row(measured.name), ratio, figures },
    yardstick: ofYardstick.row(yardstick.name),
    ratio,
  };
}
