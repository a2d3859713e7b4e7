/** Where a function stands, as V8 says it: lines and columns from 0, `url` empty where none. */
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
 * A .cpuprofile, as `node --cpu-prof` writes it. Times are microseconds of the monotonic clock, on
 * Linux the one that `process.hrtime` reads, in every process of a machine.
 * Source: Profiler.Profile of the Chrome DevTools Protocol.
 */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  /** The node in which each sample was taken. */
  readonly samples: readonly number[];
  /** From the sample before, or the start, to this sample. */
  readonly timeDeltas: readonly number[];
}

/** Microseconds of the clock of profiles. */
export const profileClockUs = (): number => Number(process.hrtime.bigint() / 1_000n);

/** The nodes that were met in these samples, and all that called them. */
function nodesOf(profile: CpuProfile, samples: readonly number[]): ProfileNode[] {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const hits = new Map<number, number>();
  const kept = new Set<number>();
  for (const sample of samples) {
    hits.set(sample, (hits.get(sample) ?? 0) + 1);
    for (let id: number | undefined = sample; id !== undefined && !kept.has(id); ) {
      kept.add(id);
      id = parents.get(id);
    }
  }
  return profile.nodes
    .filter(({ id }) => kept.has(id))
    .map(({ id, callFrame, children = [] }) => ({
      id,
      callFrame,
      children: children.filter((child) => kept.has(child)),
      hitCount: hits.get(id) ?? 0,
    }));
}

/** What a profile says of a time within it: without the start of the process, say. */
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

/** How long each function itself ran, whoever called it; the longest first. */
export function selfTimes(profile: CpuProfile): SelfTime[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map<string, SelfTime>();
  let at = profile.startTime;
  for (const [index, sample] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    // What was seen lasts until the next look, as Chrome's tools take it.
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
