import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Counter } from 'prom-client';
import { createFolder } from '../files/make-folder';
import { msPerMinute, nsPerMs } from '../values/time';
import { eventLoopDelays } from './event-loop-delay';
import type { Logger } from './logger';
import { ProfileInProgress, type ProfileKind, type Profiler } from './profiler';
import type { ProfileSettings } from './settings';

export interface LateLoopOptions {
  /** Name of the process, the prefix of file names. */
  readonly name: string;
  readonly settings: ProfileSettings;
  readonly profiler: Profiler;
  readonly taken: Counter<'kind' | 'cause'>;
  readonly logger: Logger;
  /** Interval between checks. Default: 5 s. */
  readonly checkMs?: number;
  /** Duration of a profile. Default: 5 s. */
  readonly seconds?: number;
}

const checkMs = 5_000;
/**
 * A single late check may be garbage collection or a sleeping machine; two consecutive ones are
 * not.
 */
const lateChecksMin = 2;
const profileSeconds = 5;

const kind: ProfileKind = 'cpu';
const filePattern = /\.cpuprofile$/;
const ownerOnly = 0o600;

/** Profiles of all processes that share the folder; names contain process and time. */
async function forgetOldest(folder: string, filesMax: number): Promise<void> {
  const files = (await readdir(folder)).filter((file) => filePattern.test(file));
  const byTime = files.toSorted((one, other) => (timeIn(one) < timeIn(other) ? -1 : 1));
  for (const file of byTime.slice(0, Math.max(0, byTime.length - filesMax))) {
    await rm(path.join(folder, file), { force: true });
  }
}

const timeIn = (file: string): string => /\d{8}T\d{9}Z/.exec(file)?.[0] ?? '';

async function keep(name: string, folder: string, filesMax: number, text: string): Promise<string> {
  createFolder(folder, 0o700);
  const time = new Date().toISOString().replace(/[-:.]/g, '');
  const file = path.resolve(folder, `${name}-${process.pid}-${time}.cpuprofile`);
  await writeFile(file, text, { mode: ownerOnly });
  await forgetOldest(folder, filesMax);
  return file;
}

/**
 * Takes a CPU profile when the event loop is late in two consecutive checks, so that there is a
 * profile of the incident. Failures are logged.
 * @returns a function that stops it.
 */
export function profileLateLoop(options: LateLoopOptions): () => void {
  const { settings, profiler, logger, seconds = profileSeconds } = options;
  const { eventLoopDelayMs: boundMs } = settings;
  if (boundMs === null) return () => undefined;
  const delays = eventLoopDelays();
  const ending = new AbortController();
  let lateChecks = 0;
  let takenAtMs = Number.NEGATIVE_INFINITY;

  const take = async (delayMs: number): Promise<void> => {
    const text = await profiler.take({ kind, seconds, signal: ending.signal });
    const file = await keep(options.name, settings.folder, settings.filesMax, text);
    options.taken.inc({ kind, cause: 'event_loop_delay' });
    logger.warn({ file, delayMs, seconds }, 'event loop late, profile taken');
  };

  const check = (): void => {
    const delayMs = Math.round(delays.max / nsPerMs);
    delays.reset();
    lateChecks = delayMs > boundMs ? lateChecks + 1 : 0;
    const isSoonAfter = performance.now() - takenAtMs < settings.pauseMinutes * msPerMinute;
    if (lateChecks < lateChecksMin || isSoonAfter) return;
    takenAtMs = performance.now();
    take(delayMs).catch((error: unknown) => {
      if (ending.signal.aborted || error instanceof ProfileInProgress) return;
      logger.warn({ err: error }, 'event loop late, taking a profile failed');
    });
  };

  const timer = setInterval(check, options.checkMs ?? checkMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
    ending.abort();
  };
}
