import { msPerSecond } from '../../../platform/values/time';
import { type DrillReport, durationAtMost, type Figure } from '../report';
import type { MoveResult, RegionDrillResult } from './region-drill';

const lagLimitMs = msPerSecond;
const refusedLimitMs = msPerSecond;

const worst = (values: readonly number[]): number => Math.max(0, ...values);

function movesFigure(to: MoveResult['to'], moves: readonly MoveResult[]): Figure {
  const own = moves.filter((one) => one.to === to).map(({ refusedMs }) => refusedMs);
  const what = `writes refused by a move to the ${to} region, worst of ${own.length}`;
  return durationAtMost(what, own.length === 0 ? null : worst(own), refusedLimitMs);
}

const slotFigure = ({ unreadSlot }: RegionDrillResult): Figure => ({
  what: 'a slot that nobody reads, after more log than it may keep',
  measured: unreadSlot,
  limit: 'lost',
  isMet: unreadSlot === 'lost',
});

export function regionReport(result: RegionDrillResult): DrillReport {
  const { moves, takenOverAfterMs } = result;
  const sum = (countOf: (one: MoveResult) => number) =>
    moves.reduce((total, one) => total + countOf(one), 0);
  const median = (result.medianLagMs / msPerSecond).toFixed(2);
  return {
    drill: 'region',
    faults: [
      ...moves.map(({ to, refusedMs }) => ({
        broken: `all writes were moved to the ${to} region`,
        detectedAfterMs: 0,
        detectedBy: 'the person who moves them',
        recoveredAfterMs: refusedMs,
      })),
      {
        broken: 'the first region was stopped, and the second one took over',
        detectedAfterMs: 0,
        detectedBy: 'the person who moves them',
        recoveredAfterMs: takenOverAfterMs,
      },
    ],
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    violations: [],
    verify: moves.flatMap(({ verify }) => verify),
    figures: [
      durationAtMost(
        `lag while ${result.ordersUnderLoad} orders were placed, worst, median ${median} s`,
        result.worstLagMs,
        lagLimitMs,
      ),
      movesFigure('second', moves),
      movesFigure('first', moves),
      slotFigure(result),
    ],
  };
}
