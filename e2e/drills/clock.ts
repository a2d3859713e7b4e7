import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import type { Drill, DrillContext } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { durationAtMost, type InjectedFault } from './report';
import { type Clocked, hasCompiler, setClock, skewableClocks } from './skewed-clocks';

const skewSeconds = 600;
const skewedMs = 12 * msPerSecond;
/** A scrape asks the database at most every 5 s. */
const detectedMsMax = 12 * msPerSecond;
const recoveredMsMax = 20 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
const toleranceSeconds = 60;

/**
 * One clock at a time: users issues tokens, inventory expires reservations, orders holds leases, and
 * PostgreSQL tells all of them when those end.
 */
const skews: readonly (readonly [Clocked, number])[] = [
  ['users', skewSeconds],
  ['inventory', skewSeconds],
  ['inventory', -skewSeconds],
  ['orders', skewSeconds],
  ['orders', -skewSeconds],
  ['orders-jobs', skewSeconds],
  ['orders-jobs', -skewSeconds],
  ['PostgreSQL', skewSeconds],
  ['PostgreSQL', -skewSeconds],
];

/** Processes compare their clock with the database's: one that jumps ahead leaves theirs behind. */
const witnessOf = (name: Clocked) =>
  name === 'PostgreSQL' ? ({ process: 'orders', sign: -1 } as const) : { process: name, sign: 1 };

async function skew(context: DrillContext, name: Clocked, seconds: number): Promise<InjectedFault> {
  const { shop, history, probes, log, folder } = context;
  const minutes = Math.abs(seconds) / 60;
  const broken = `The clock of ${name} was ${minutes} minutes ${seconds > 0 ? 'ahead' : 'behind'}`;
  log(`clock: ${broken}`);
  history.fault(broken);
  const brokenAtMs = Date.now();
  setClock(folder, name, seconds);
  try {
    const witness = witnessOf(name);
    const isReported = async () => {
      const offset = metricSum(await shop.metrics(witness.process), 'clock_offset_seconds');
      // The previous offset may still be reported for some seconds.
      return Math.abs(offset - witness.sign * seconds) < toleranceSeconds;
    };
    const [detectedAfterMs] = await Promise.all([
      millisecondsUntil(brokenAtMs, isReported, waitMsMax),
      delay(skewedMs),
    ]);
    setClock(folder, name, 0);
    history.fault(`the clock of ${name} is right again`);
    const recoveredAfterMs = await probes.recoveredAfter(Date.now(), waitMsMax);
    return { broken, detectedAfterMs, detectedBy: 'clock_offset_seconds', recoveredAfterMs };
  } finally {
    setClock(folder, name, 0);
  }
}

/** A process or the database has a wrong clock; nothing may be accepted, expire or happen twice because of it. */
export const clockDrill: Drill = {
  name: 'clock',
  obstacle: () =>
    hasCompiler() ? null : 'a C compiler is not installed (Debian: apt install gcc libc6-dev)',
  changesClocks: true,
  shop: skewableClocks,
  async inject(context) {
    const faults: InjectedFault[] = [];
    for (const [name, seconds] of skews) faults.push(await skew(context, name, seconds));
    return {
      faults,
      figures: faults.flatMap(({ broken, detectedAfterMs, recoveredAfterMs }) => [
        durationAtMost(`detected: ${broken}`, detectedAfterMs, detectedMsMax),
        durationAtMost('orders are confirmed after it is right', recoveredAfterMs, recoveredMsMax),
      ]),
    };
  },
};
