import { Session } from 'node:inspector/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { msPerSecond } from '../values/time';

export const profileKinds = ['cpu', 'heap'] as const;
export type ProfileKind = (typeof profileKinds)[number];

export const profileSecondsMin = 1;
/**
 * A profile that somebody asks for.
 * @exceeded HTTP 400
 */
export const profileSecondsMax = 60;

/** V8's defaults: a stack sample every millisecond, an allocation sample every 32 KiB. */
const samplingIntervalUs = 1_000;
const samplingIntervalBytes = 32_768;

/** Another profile is running: two at a time would measure each other. */
export class ProfileInProgress extends Error {
  constructor() {
    super('Another profile of this process is being taken.');
  }
}

export interface ProfileRequest {
  readonly kind: ProfileKind;
  readonly seconds: number;
  /** Aborts the profile and discards it. */
  readonly signal: AbortSignal;
}

async function sampled(
  { kind, seconds, signal }: ProfileRequest,
  session: Session,
): Promise<string> {
  const wait = () => pause(seconds * msPerSecond, undefined, { signal });
  switch (kind) {
    case 'cpu': {
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: samplingIntervalUs });
      await session.post('Profiler.start');
      await wait();
      const { profile } = await session.post('Profiler.stop');
      return JSON.stringify(profile);
    }
    case 'heap': {
      await session.post('HeapProfiler.enable');
      const samplingInterval = samplingIntervalBytes;
      await session.post('HeapProfiler.startSampling', { samplingInterval });
      await wait();
      const { profile } = await session.post('HeapProfiler.stopSampling');
      return JSON.stringify(profile);
    }
  }
}

/** Takes profiles of this process, one at a time. Loads and measures nothing until then. */
export class Profiler {
  private isBusy = false;

  /**
   * CPU: where the time was spent. Heap: which functions allocated the memory still in use at the
   * end. Both contain names of functions and files, but no values.
   * @returns the text of a `.cpuprofile` or `.heapprofile` for Chromium's DevTools.
   * @throws ProfileInProgress, or the signal's reason (an AbortError).
   */
  async take(request: ProfileRequest): Promise<string> {
    if (this.isBusy) throw new ProfileInProgress();
    this.isBusy = true;
    const session = new Session();
    try {
      session.connect();
      return await sampled(request, session);
    } finally {
      // Closing the session stops the profiler.
      session.disconnect();
      this.isBusy = false;
    }
  }
}
