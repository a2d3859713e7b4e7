import { expect, test } from 'vitest';
import { runFailoverDrill } from './failover/failover-drill';
import { failoverReport } from './failover/failover-report';
import { missingPrograms } from './failover/programs';
import { runRegionDrill } from './region/region-drill';
import { isDrillMet, reportText } from './report';

const drillMs = 900_000;
const log = (line: string) => void process.stdout.write(`${line}\n`);

test.skipIf(missingPrograms() !== null)(
  'a standby replaces the primary, no acknowledged order is lost, and every runbook command works',
  async () => {
    const result = await runFailoverDrill({ runs: 1, log: log });
    const report = failoverReport(result);
    log(reportText(report));
    // How fast it is depends on the machine; what it loses does not.
    const { lost, violations, verify } = report;
    expect({ lost, violations, verify }).toEqual({ lost: 0, violations: [], verify: [] });
    expect(result.faults.map(({ recoveredAfterMs }) => recoveredAfterMs)).not.toContain(null);
    expect(result.control.lost).toBeGreaterThan(0);
    expect(isDrillMet({ ...report, figures: [] })).toBe(true);
  },
  drillMs,
);

test(
  'a second region follows, takes the writes and gives them back, and takes over',
  async () => {
    const result = await runRegionDrill({ runs: 1, seconds: 10, log: log });
    const lost = result.moves.map((move) => [move.to, move.lost, move.verify]);
    expect(lost).toEqual([
      ['second', 0, []],
      ['first', 0, []],
    ]);
    expect(result.ordersUnderLoad).toBeGreaterThan(0);
    expect(result.takenOverAfterMs).not.toBeNull();
    expect(result.unreadSlot).toBe('lost');
  },
  drillMs,
);
