/** The position of a function in V8's format: lines and columns from 0, `url` empty if unknown. */
export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
  readonly hitCount?: number;
}

/**
 * A .cpuprofile as written by `node --cpu-prof`. Times are microseconds of the monotonic clock,
 * which on Linux is that of `process.hrtime` and the same for all processes of a machine. Source:
 * Profiler.Profile of the Chrome DevTools Protocol.
 */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  /** The node of each sample. */
  readonly samples: readonly number[];
  /** Time since the previous sample, or since the start. */
  readonly timeDeltas: readonly number[];
}

/** Current time on the clock of profiles, in microseconds. */
export const profileClockUs = (): number => Number(process.hrtime.bigint() / 1_000n);

/** The nodes of these samples, and their callers. */
function nodesOf(profile: CpuProfile, samples: readonly number[]): ProfileNode[] {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const hits = new Map<number, number>();
  const included = new Set<number>();
  for (const sample of samples) {
    hits.set(sample, (hits.get(sample) ?? 0) + 1);
    for (let id: number | undefined = sample; id !== undefined && !included.has(id); ) {
      included.add(id);
      id = parents.get(id);
    }
  }
  return profile.nodes
    .filter(({ id }) => included.has(id))
    .map(({ id, callFrame, children = [] }) => ({
      id,
      callFrame,
      children: children.filter((child) => included.has(child)),
      hitCount: hits.get(id) ?? 0,
    }));
}

/** The part of a profile within a time window, e.g. without the start of the process. */
export function cut(profile: CpuProfile, fromUs: number, toUs: number): CpuProfile {
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  let at = profile.startTime;
  let before = fromUs;
  for (const [index, sample] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    if (at < fromUs || at > toUs) continue;
    samples.push(sample);
    timeDeltas.push(at - before);
    before = at;
  }
  return {
    nodes: nodesOf(profile, samples),
    startTime: fromUs,
    endTime: toUs,
    samples,
    timeDeltas,
  };
}

export interface SelfTime {
  readonly callFrame: CallFrame;
  readonly selfUs: number;
}

/** The self time of each function, from all callers; the longest first. */
export function selfTimes(profile: CpuProfile): SelfTime[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map<string, SelfTime>();
  let at = profile.startTime;
  for (const [index, sample] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    // A sample lasts until the next one, as in Chrome's tools.
    const lastsUs = profile.timeDeltas[index + 1] ?? profile.endTime - at;
    const callFrame = frames.get(sample);
    if (!callFrame) continue;
    const { functionName, url, lineNumber, columnNumber, scriptId } = callFrame;
    const place = url === '' ? scriptId : url;
    const key = [functionName, place, lineNumber, columnNumber].join(' ');
    sums.set(key, { callFrame, selfUs: (sums.get(key)?.selfUs ?? 0) + lastsUs });
  }
  return [...sums.values()].sort((one, other) => other.selfUs - one.selfUs);
}
