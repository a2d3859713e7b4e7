import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { processVariables, settingVariables } from '../../platform/config/child-environment';
import { CommandError, NotRunningError } from '../program/exit-codes';
import { locatedShop } from '../program/located-shop';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import type { ReleaseSettings } from './addresses';
import { askSupervisor, supervisorOf } from './ask';
import { programOf } from './builds';
import { pathsIn } from './differences';
import { endReleases, type Leftover } from './end';
import { demandSocketPath, releaseFolderOf } from './folder';
import { atOnce, type ProfileName, type Step, stepsOf } from './profiles';
import type { ReleaseResult, RollBackResult } from './releases';
import type { ReleaseRequest } from './requests';
import { startedProcesses } from './running';
import { demandShared } from './shared-settings';
import { noReleases, type ReleaseState } from './state';
import { releaseStatus, statusText } from './status';
import type { StepCommand } from './step-command';
import type { Aborted } from './supervisor';

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);
const { pid } = process;

async function openSettings(load = locatedShop): Promise<ReleaseSettings> {
  const configuration = await load();
  const folder = releaseFolderOf(configuration);
  return { configuration, folder, environment: settingVariables() };
}

/** @throws NotRunningError if nothing of a release runs. */
function demandRunning({ folder }: ReleaseSettings): ReleaseState {
  const state = folder.read();
  const isHeld = supervisorOf(folder) !== null;
  if (isHeld || startedProcesses(folder, state).length > 0) return state ?? noReleases;
  throw new NotRunningError('No release runs here. Begin with release blue-green --build FOLDER.');
}

/** Sends a request to the supervisor of running releases. */
async function ask<Result>(
  command: Exclude<ReleaseRequest['command'], 'release'>,
  opened?: ReleaseSettings,
): Promise<Result> {
  const settings = opened ?? (await openSettings());
  demandRunning(settings);
  return askSupervisor<Result>(settings.folder, { command, pid }, toStandardError);
}

function printRelease(options: JsonOption, { version, rolledBack }: ReleaseResult): void {
  const { slot, commit } = version;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  const text =
    rolledBack === null
      ? `${slot} (${commit}) has all requests.\n`
      : `${slot} (${commit}) was rolled back: ${rolledBack.reason}. Decided after ${seconds(rolledBack.decidedAfterMs)}, switched ${seconds(rolledBack.switchedAfterMs)} later.\n`;
  printResult(options, { slot, commit, rolledBack }, text);
}

/** The operator's own criteria for a version. */
interface CheckOptions {
  /** A command for the shell. */
  readonly check?: string | undefined;
  readonly checkSeconds: number;
  /** A file of deliberate differences. */
  readonly expectDifferences?: string | undefined;
}

/** The command has the environment and the folder of this process, not those of the supervisor. */
function stepCommandOf({ check, checkSeconds }: CheckOptions): StepCommand | undefined {
  if (check === undefined) return undefined;
  const environment = processVariables();
  const workingFolder = process.cwd();
  return { command: check, deadlineSeconds: checkSeconds, environment, workingFolder };
}

interface Release extends CheckOptions {
  readonly build: string;
  readonly steps: readonly Step[];
  readonly prometheus?: string | undefined;
}

/** @returns whether the new version has all requests. */
async function release(requested: Release, options: JsonOption) {
  const { configuration, folder, environment } = await openSettings(loadConfiguration);
  const { steps, prometheus, expectDifferences } = requested;
  const build = path.resolve(requested.build);
  const expectedDifferences =
    expectDifferences === undefined ? [] : pathsIn(readFileSync(expectDifferences, 'utf8'));
  // Faults of the settings and of the build are reported before a supervisor is started.
  demandShared(configuration);
  demandSocketPath(folder);
  programOf(build);
  const request = {
    ...({ command: 'release', pid, build, steps, prometheus, environment } as const),
    expectedDifferences,
    check: stepCommandOf(requested),
    workingFolder: process.cwd(),
  };
  const result = await askSupervisor<ReleaseResult>(folder, request, toStandardError);
  printRelease(options, result);
  return result.rolledBack === null;
}

export interface BlueGreenOptions extends JsonOption, CheckOptions {
  readonly build: string;
  readonly watchSeconds: number;
}

export const releaseAtOnce = (options: BlueGreenOptions): Promise<boolean> =>
  release({ ...options, steps: atOnce(options.watchSeconds) }, options);

export interface CanaryOptions extends JsonOption, CheckOptions {
  readonly build: string;
  readonly profile: ProfileName;
  readonly stepSeconds: number;
  readonly prometheus?: string | undefined;
}

export const releaseInSteps = (options: CanaryOptions): Promise<boolean> =>
  release({ ...options, steps: stepsOf(options.profile, options.stepSeconds) }, options);

export async function rollBack(options: JsonOption): Promise<void> {
  const startedAt = performance.now();
  const { version, isChanged } = await ask<RollBackResult>('rollback');
  const tookMs = Math.round(performance.now() - startedAt);
  const { slot, commit } = version;
  const text = isChanged
    ? `${slot} (${commit}) has all requests again, after ${(tookMs / 1_000).toFixed(1)} s.\n`
    : `${slot} (${commit}) has all requests: the latest release was already taken back. Nothing was changed.\n`;
  printResult(options, { slot, commit, tookMs, changed: isChanged }, text);
}

export async function abortRelease(options: JsonOption): Promise<void> {
  const { outcome, isChanged } = await ask<Aborted>('abort');
  const text = isChanged ? `${outcome}.` : `${outcome}. Nothing was changed.`;
  printResult(options, { outcome, changed: isChanged }, `${text}\n`);
}

export async function giveCertificate(options: JsonOption): Promise<void> {
  const hasTls = await ask<boolean>('certificate');
  const text = hasTls
    ? 'HAProxy has the certificate.'
    : 'The public port has no TLS. Nothing was changed.';
  printResult(options, { renewed: hasTls }, `${text}\n`);
}

/** Ends the releases where no supervisor runs: a new one would start HAProxy only to end it. */
async function endWithoutSupervisor(settings: ReleaseSettings): Promise<Leftover[]> {
  const lock = settings.folder.lock();
  try {
    return await endReleases(settings);
  } finally {
    lock.release();
  }
}

export async function stopReleases(options: JsonOption): Promise<void> {
  const settings = await openSettings();
  const { folder } = settings;
  demandRunning(settings);
  const leftovers =
    supervisorOf(folder) !== null
      ? (await ask<{ leftovers: readonly Leftover[] }>('stop', settings)).leftovers
      : await endWithoutSupervisor(settings);
  if (leftovers.length > 0) {
    const reasons = leftovers.map(({ reason }) => reason);
    throw new CommandError(['Not everything was ended.', ...reasons].join('\n'));
  }
  printResult(options, { ended: true }, 'Every version and HAProxy have stopped.\n');
}

export async function printStatus(options: JsonOption): Promise<void> {
  const settings = await openSettings();
  const status = await releaseStatus(settings, demandRunning(settings));
  const { state, ...others } = status;
  printResult(options, { ...state, ...others }, statusText(status));
}
