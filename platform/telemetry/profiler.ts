import { Session } from 'node:inspector/promises';
import { setTimeout as pause } from 'node:timers/promises';

export const profileKinds = ['cpu', 'heap'] as const;
export type ProfileKind = (typeof profileKinds)[number];

export const profileSecondsMin = 1;
export const profileSecondsMax = 60;

/** V8's own: a millisecond between samples of the stack, 32 KiB between those of allocations. */
const samplingIntervalUs = 1_000;
const samplingIntervalBytes = 32_768;
const msPerSecond = 1_000;

/** Somebody else is at it: two at a time would measure each other. */
export class ProfileInProgress extends Error {
  constructor() {
    super('Another profile of this process is under way.');
  }
}

export interface ProfileRequest {
  readonly kind: ProfileKind;
  readonly seconds: number;
  /** Ends it early; what was seen until then is thrown away. */
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

/** Takes profiles of its own process, one at a time. Nothing is loaded or measured before. */
export class Profiler {
  private isBusy = false;

  /**
   * CPU: where the time went. Heap: which functions allocated what was still held at the end. Both
   * hold names of functions and files, and no values.
   * @returns the text of a `.cpuprofile` or `.heapprofile`, as Chromium's DevTools read them.
   * @throws ProfileUnderWay, or the signal's reason (an AbortError).
   */
  async take(request: ProfileRequest): Promise<string> {
    if (this.isBusy) throw new ProfileInProgress();
    this.isBusy = true;
    const session = new Session();
    try {
      session.connect();
      return await sampled(request, session);
    } finally {
      // Whatever was started ends with its session.
      session.disconnect();
      this.isBusy = false;
    }
  }
}
