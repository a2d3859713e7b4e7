import type { Registry } from 'prom-client';
import { gaugeIn } from '../telemetry/instruments';

/** `faults`: consecutive calls failed. `silence`: calls were not answered at all. */
export type BreakerKind = 'faults' | 'silence';
export type BreakerState = 'closed' | 'half open' | 'open';

const values: Readonly<Record<BreakerState, number>> = { closed: 0, 'half open': 1, open: 2 };

/** @returns how to record the state of a breaker, which is closed until then. */
export function breakerState(
  registry: Registry | undefined,
  target: string,
  kind: BreakerKind,
): (state: BreakerState) => void {
  if (registry === undefined) return () => undefined;
  const gauge = gaugeIn(registry, {
    name: 'outgoing_breaker_state',
    help: 'State of a circuit breaker: 0 closed, 1 half open, 2 open; by what opens it.',
    labelNames: ['target', 'kind'],
  });
  const record = (state: BreakerState) => gauge.set({ target, kind }, values[state]);
  record('closed');
  return record;
}
