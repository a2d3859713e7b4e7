import { runBackupDiskDrill } from '../../e2e/drills/backup-disk';
import { runFailoverDrill } from '../../e2e/drills/failover/failover-drill';
import { aftermathLines, failoverReport } from '../../e2e/drills/failover/failover-report';
import { missingPrograms } from '../../e2e/drills/failover/programs';
import { runOperatorDrill } from '../../e2e/drills/operator/operator-drill';
import { hasOwnMounts } from '../../e2e/drills/own-disk';
import { runRegionDrill } from '../../e2e/drills/region/region-drill';
import { regionReport } from '../../e2e/drills/region/region-report';
import { type DrillReport, isDrillMet, reportText } from '../../e2e/drills/report';
import { runRestoreDrill } from '../../e2e/drills/restore-drill';
import { runShardDrill } from '../../e2e/drills/shard/shard-drill';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { runWithOwnMounts } from './own-mounts';
import {
  isSkipped,
  needsBackupDisk,
  needsHaproxy,
  needsOperatorPrograms,
  needsPgBackRest,
} from './prerequisites';

/** Each of these prints its report, and sets the exit code. */

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** @param printed what is printed instead of the report. */
function print(
  options: JsonOption,
  report: DrillReport,
  printed: object = report,
  text = '',
): void {
  printResult(options, printed, `${text}${reportText(report)}`);
  if (!isDrillMet(report)) process.exitCode = exitCode.failed;
}

export async function drillRestore(
  options: JsonOption & {
    readonly runs: number;
    readonly seconds: number;
    readonly synchronousLog?: true | undefined;
  },
): Promise<void> {
  if (isSkipped('restore', needsPgBackRest(), options)) return;
  print(options, await runRestoreDrill({ ...options, log }));
}

export async function drillOperator(options: JsonOption): Promise<void> {
  if (isSkipped('operator', needsOperatorPrograms(), options)) return;
  print(options, await runOperatorDrill({ log }));
}

export async function drillShard(options: JsonOption): Promise<void> {
  print(options, await runShardDrill({ log }));
}

export async function drillBackupDisk(options: JsonOption): Promise<void> {
  if (isSkipped('backup-disk', needsBackupDisk(), options)) return;
  if (hasOwnMounts()) print(options, await runBackupDiskDrill({ log }));
  else process.exitCode = await runWithOwnMounts();
}

export async function drillRegion(
  options: JsonOption & { readonly runs: number; readonly seconds: number },
): Promise<void> {
  if (isSkipped('region', needsHaproxy(), options)) return;
  const result = await runRegionDrill({ runs: options.runs, seconds: options.seconds, log });
  const report = regionReport(result);
  print(options, report, { ...report, result, isMet: isDrillMet(report) });
}

export async function drillFailover(
  options: JsonOption & { readonly runs: number; readonly asynchronous?: true | undefined },
): Promise<void> {
  if (isSkipped('failover', missingPrograms(), options)) return;
  const runs = options.asynchronous ? 0 : options.runs;
  const result = await runFailoverDrill({ runs, log });
  const report = failoverReport(result);
  const { faults: results, quorum, control } = result;
  const printed = { ...report, results, quorum, control, isMet: isDrillMet(report) };
  print(options, report, printed, [...aftermathLines(result.faults), ''].join('\n'));
}
