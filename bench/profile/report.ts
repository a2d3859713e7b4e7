import { usPerMs } from '../../platform/values/time';
import { markdown } from '../result';
import { type CpuProfile, type SelfTime, selfTimes } from './cpu-profile';
import { byGroup, isIdle } from './groups';
import { sourceLocationOf } from './source-locations';

const functionsShown = 25;
/** A group below this part of the whole says nothing but makes the table long. */
const shownShareMin = 0.001;
/** A process, or a thread of one, that works less than this is not told of. */
const workShareMin = 0.002;

export interface Profiled {
  /** The process, e.g. `gateway`. */
  readonly name: string;
  readonly profile: CpuProfile;
  /** How many operations were answered meanwhile. */
  readonly operations: number;
}

const sumOf = (times: readonly SelfTime[]): number =>
  times.reduce((sum, { selfUs }) => sum + selfUs, 0);

/**
 * Self time by group and by function, as Markdown: of one process, for each operation.
 * @returns null when it has done next to nothing.
 */
export function reportOf({ name, profile, operations }: Profiled): string | null {
  const times = selfTimes(profile);
  const work = times.filter((time) => !isIdle(time));
  const [wholeUs, workUs] = [sumOf(times), sumOf(work)];
  if (workUs < wholeUs * workShareMin) return null;
  const numbers = (selfUs: number): string[] => [
    `${((100 * selfUs) / workUs).toFixed(1)} %`,
    (selfUs / operations / usPerMs).toFixed(4),
  ];
  const groups = byGroup(work).filter(({ selfUs }) => selfUs / workUs >= shownShareMin);
  const idleShare = 1 - workUs / wholeUs;
  return [
    `### ${name}: ${(wholeUs / usPerMs).toFixed(0)} ms, ${(100 * idleShare).toFixed(1)} % idle`,
    markdown(
      ['whose', 'of the work', 'ms each operation'],
      [
        ...groups.map(({ group, selfUs }) => [group, ...numbers(selfUs)]),
        ['all', ...numbers(workUs)],
      ],
    ),
    markdown(
      ['function', 'where', 'of the work', 'ms each operation'],
      work
        .slice(0, functionsShown)
        .map(({ callFrame, selfUs }) => [
          callFrame.functionName || '(anonymous)',
          sourceLocationOf(callFrame),
          ...numbers(selfUs),
        ]),
    ),
  ].join('\n\n');
}
