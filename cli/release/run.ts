import path from 'node:path';
import { loadConfiguration } from '../../config/load-configuration';
import { settingVariables } from '../../platform/config/child-environment';
import { dataFolderHolder, openDataFolder } from '../../platform/process/data-folder';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import type { ServerStats } from './haproxy';
import { atOnce, type ProfileName, stepsOf } from './profiles';
import { type ReleaseOptions, type ReleaseResult, Releases } from './releases';
import { isRunning, ReleaseFolder, type ReleaseState } from './state';
import { renewCertificate } from './version-tls';

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);

async function openReleases(): Promise<{ releases: Releases; folder: ReleaseFolder }> {
  const configuration = await loadConfiguration();
  const folder = new ReleaseFolder(path.resolve(configuration.dataFolder, 'release'));
  const settings = { configuration, folder, environment: settingVariables() };
  return { releases: new Releases(settings, toStandardError), folder };
}

/** Runs a change of versions while no other one runs. @throws Error if another one runs. */
async function exclusively<Result>(
  change: (releases: Releases, folder: ReleaseFolder) => Promise<Result>,
): Promise<Result> {
  const { releases, folder } = await openReleases();
  const pid = dataFolderHolder(folder.path);
  if (pid !== null) {
    throw new CommandError(`Another release command runs (process ${pid}). Wait until it ends.`);
  }
  const lock = openDataFolder(folder.path);
  try {
    return await change(releases, folder);
  } finally {
    lock.release();
  }
}

function hasBegun(folder: ReleaseFolder): boolean {
  const state = folder.read();
  return state !== null && isRunning(state.haproxy);
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

/** @returns whether the new version has all requests. */
async function release(release: ReleaseOptions, options: JsonOption) {
  return exclusively(async (releases, folder) => {
    if (!hasBegun(folder)) {
      printRelease(options, { version: await releases.begin(release.build), rolledBack: null });
      return true;
    }
    const result = await releases.release(release);
    printRelease(options, result);
    return result.rolledBack === null;
  });
}

export interface BlueGreenOptions extends JsonOption {
  readonly build: string;
  readonly watchSeconds: number;
}

export const releaseAtOnce = (options: BlueGreenOptions): Promise<boolean> =>
  release({ build: options.build, steps: atOnce(options.watchSeconds) }, options);

export interface CanaryOptions extends JsonOption {
  readonly build: string;
  readonly profile: ProfileName;
  readonly stepSeconds: number;
  readonly prometheus?: string;
}

export const releaseInSteps = (options: CanaryOptions): Promise<boolean> =>
  release({ ...options, steps: stepsOf(options.profile, options.stepSeconds) }, options);

export async function rollBack(options: JsonOption): Promise<void> {
  const startedAt = performance.now();
  const { slot, commit } = await exclusively((releases) => releases.rollBack());
  const tookMs = Math.round(performance.now() - startedAt);
  const text = `${slot} (${commit}) has all requests again, after ${(tookMs / 1_000).toFixed(1)} s.\n`;
  printResult(options, { slot, commit, tookMs }, text);
}

export async function giveCertificate(options: JsonOption): Promise<void> {
  const configuration = await loadConfiguration();
  const hasTls = await exclusively((releases, { certificate }) => {
    releases.demandRunning();
    return renewCertificate(configuration, certificate, releases.haproxy);
  });
  const text = hasTls ? 'HAProxy has the certificate.' : 'The public port has no TLS.';
  printResult(options, { renewed: hasTls }, `${text}\n`);
}

export async function endReleases(options: JsonOption): Promise<void> {
  await exclusively((releases) => releases.end());
  printResult(options, { ended: true }, 'Every version and HAProxy have stopped.\n');
}

function statusText(
  { versions, active, url, outcome }: ReleaseState,
  servers: readonly ServerStats[],
) {
  const lines = servers.map(({ slot, status, weight, openRequests, requests, failures }) => {
    const version = versions[slot];
    if (version === undefined) return `${slot.padEnd(6)} none\n`;
    const mark = slot === active ? '*' : ' ';
    return (
      `${slot.padEnd(6)}${mark} ${version.commit}  ${status}, weight ${weight}, ${openRequests} open, ` +
      `${requests} requests, ${failures} failed  (process ${version.pid}, ${version.build})\n`
    );
  });
  return `${url}\n${lines.join('')}${outcome ?? ''}\n`;
}

export async function printStatus(options: JsonOption): Promise<void> {
  const { releases } = await openReleases();
  const { state, servers } = await releases.status();
  printResult(options, { ...state, servers }, statusText(state, servers));
}
