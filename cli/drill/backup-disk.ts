import { runBackupDiskDrill } from '../../e2e/drills/backup-disk';
import { hasOwnMounts } from '../../e2e/drills/own-disk';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { runWithOwnMounts } from './own-mounts';
import { isSkipped, needsBackupDisk } from './prerequisites';

/** Prints the report, and sets the exit code. */
export async function runDrill(options: JsonOption): Promise<void> {
  if (isSkipped('backup-disk', needsBackupDisk(), options)) return;
  if (!hasOwnMounts()) {
    process.exitCode = await runWithOwnMounts();
    return;
  }
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await runBackupDiskDrill({ log });
  printResult(options, report, reportText(report));
  if (!isDrillMet(report)) process.exitCode = exitCode.failed;
}
