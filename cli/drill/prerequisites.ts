import { diskObstacle } from '../../e2e/drills/own-disk';
import { skippedText } from '../../e2e/drills/report';
import { findProgram } from '../../platform/process/run-program';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { drillExitCode } from './exit-codes';

/** Why this machine cannot run a drill; null if it can. */
export type Prerequisite = () => string | null;

const needs =
  (program: string, debianPackage: string): Prerequisite =>
  () =>
    findProgram(program) === null
      ? `${program} is not installed: on Debian, apt-get install ${debianPackage}`
      : null;

export const needsRedis = needs('redis-server', 'redis-server');
const needsRedisTools = needs('redis-cli', 'redis-tools');
export const needsRedisCluster: Prerequisite = () => needsRedis() ?? needsRedisTools();
export const needsHaproxy = needs('haproxy', 'haproxy');
export const needsReleasePrograms: Prerequisite = () => needsHaproxy() ?? needsRedis();
export const needsPgBackRest = needs('pgbackrest', 'pgbackrest');
export const needsOperatorPrograms: Prerequisite = () => needsHaproxy() ?? needsPgBackRest();
export const needsBackupDisk: Prerequisite = () => needsPgBackRest() ?? diskObstacle();

/**
 * Prints why this machine cannot run a drill, and sets the exit code that says so.
 * @returns whether it cannot.
 */
export function isSkipped(drill: string, reason: string | null, options: JsonOption): boolean {
  if (reason === null) return false;
  const skipped = { drill, skipped: reason };
  printResult(options, skipped, skippedText(skipped));
  process.exitCode = drillExitCode.skipped;
  return true;
}
