import type { Step } from './orders-at-rate';

/** The least goodput under overload, as a share of the peak. */
const goodputShareMin = 0.9;
/** The p99 of accepted orders under overload, divided by that at the peak. */
const p99FactorMax = 2;
/** More than a server takes that only refuses, so that a busy generator counts on both sides. */
const refusalMsMax = 100;
const recoveryMsMax = 5_000;
const refusalCpuMsMax = 0.2;

export interface Overload {
  readonly peak: Step;
  readonly overloaded: Step;
  /** The time after which the latency was that of before again; null if it was not. */
  readonly recoveredAfterMs: number | null;
}

/** CPU of the shop for a refusal: what the step used beyond its orders, at the price of the peak. */
export function refusalCpuMs({ peak, overloaded }: Pick<Overload, 'peak' | 'overloaded'>): number {
  const countOf = ({ outcomes }: Step) => outcomes.CONFIRMED ?? 0;
  const ofOrders = (peak.cpuMs / countOf(peak)) * countOf(overloaded);
  return Math.max(0, overloaded.cpuMs - ofOrders) / overloaded.refused;
}

/** @returns a sentence for each promise that was not kept. */
export function faultsOf({ peak, overloaded, recoveredAfterMs }: Overload): string[] {
  const faults: string[] = [];
  const share = overloaded.goodput / peak.goodput;
  if (!(share >= goodputShareMin)) {
    faults.push(`goodput is ${(100 * share).toFixed(0)} % of the peak, at least 90 is promised`);
  }
  const factor = overloaded.acceptedP99Ms / peak.acceptedP99Ms;
  if (!(factor <= p99FactorMax)) {
    faults.push(`accepted orders have ${factor.toFixed(1)} times the p99 of the peak, limit 2`);
  }
  if (overloaded.refused === 0) faults.push('nothing was refused: this was no overload');
  const refusalMs = overloaded.refusedP99Ms - peak.refusedP99Ms;
  if (refusalMs > refusalMsMax) {
    faults.push(`refusals take ${refusalMs.toFixed(0)} ms (p99) more than elsewhere, limit 100`);
  }
  if (overloaded.withoutRetryAfter > 0) {
    faults.push(`${overloaded.withoutRetryAfter} refusals have no Retry-After`);
  }
  const cpuMs = refusalCpuMs({ peak, overloaded });
  if (cpuMs > refusalCpuMsMax) {
    faults.push(`a refusal costs ${cpuMs.toFixed(2)} ms of CPU, limit 0.2`);
  }
  if (recoveredAfterMs === null || recoveredAfterMs > recoveryMsMax) {
    faults.push('the latency of before was not back within 5 s');
  }
  return faults;
}
