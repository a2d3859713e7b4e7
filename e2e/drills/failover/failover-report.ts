import { msPerSecond } from '../../../platform/values/time';
import { countAtLeast, type DrillReport, type Figure, worstAtMost } from '../report';
import type { FailoverDrillResult } from './failover-drill';
import { faults } from './faults';
import type { FaultResult } from './inject-fault';
import { figuresOfQuorum, quorumFault } from './lose-quorum';

const promotionLimitMs = msPerSecond;

function figuresOfFault(name: string, limitMs: number, results: readonly FaultResult[]): Figure[] {
  const own = results.filter(({ fault }) => fault === name);
  if (own.length === 0) return [];
  const writable = own.map(({ recoveredAfterMs }) => recoveredAfterMs);
  const promoted = own.map(({ promotedAfterMs }) => promotedAfterMs);
  return [
    worstAtMost(`${name}: writable`, writable, limitMs),
    worstAtMost(`${name}: writable after the decision`, promoted, promotionLimitMs),
  ];
}

/** The report of the drill; without faults, that of the control alone. */
export function failoverReport({
  faults: results,
  quorum,
  control,
}: FailoverDrillResult): DrillReport {
  const sum = (countOf: (one: FaultResult) => number) =>
    results.reduce((total, one) => total + countOf(one), 0);
  return {
    drill: 'failover',
    faults: [
      ...results.map(({ broken, detectedAfterMs, recoveredAfterMs }) => ({
        broken,
        detectedAfterMs,
        recoveredAfterMs,
        detectedBy: 'Patroni, which decided to promote the standby',
      })),
      ...(quorum === null ? [] : [quorumFault(quorum)]),
    ],
    acknowledged: sum(({ acknowledged }) => acknowledged) + (quorum?.acknowledged ?? 0),
    lost: sum(({ lost }) => lost) + (quorum?.lost ?? 0),
    violations: results.flatMap(({ violations }) => violations),
    verify: [...results.flatMap(({ verify }) => verify), ...(quorum?.verify ?? [])],
    figures: [
      ...faults.flatMap(({ name, limitMs }) => figuresOfFault(name, limitMs, results)),
      ...(quorum === null ? [] : figuresOfQuorum(quorum)),
      countAtLeast(
        `asynchronous control: lost of ${control.acknowledged} acknowledged orders`,
        control.lost,
        1,
      ),
    ],
  };
}

const seconds = (ms: number | null): string =>
  ms === null ? 'never' : `${(ms / msPerSecond).toFixed(2)} s`;

/** How the shop and the former primary fared, one line a fault. */
export const aftermathLines = (results: readonly FaultResult[]): string[] =>
  results.map(
    ({ fault, ordersPausedMs, rejoinedAfterMs }) =>
      `${fault.padEnd(16)} no order for ${seconds(ordersPausedMs)}; the former primary was a synchronous standby ${seconds(rejoinedAfterMs)} after it could run again`,
  );
