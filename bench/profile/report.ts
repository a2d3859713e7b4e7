import { usPerMs } from '../../platform/values/time';
import { markdown } from '../result';
import { type CpuProfile, type SelfTime, selfTimes } from './cpu-profile';
import { byGroup, isIdle } from './groups';
import { sourceLocationOf } from './source-locations';

const functionsShown = 25;
/** Groups below this share are left out of the table. */
const shownShareMin = 0.001;
/** Processes and threads that work less than this are not reported. */
const workShareMin = 0.002;

export interface Profiled {
  /** The process, e.g. `gateway`. */
  readonly name: string;
  readonly profile: CpuProfile;
  /** Number of operations in the profiled time. */
  readonly operations: number;
}

const sumOf = (times: readonly SelfTime[]): number =>
  times.reduce((sum, { selfUs }) => sum + selfUs, 0);

/**
 * The self times of a process by group and by function, per operation, as Markdown.
 * @returns null if the process was almost idle.
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
      ['group', 'share of work', 'ms per operation'],
      [
        ...groups.map(({ group, selfUs }) => [group, ...numbers(selfUs)]),
        ['all', ...numbers(workUs)],
      ],
    ),
    markdown(
      ['function', 'position', 'share of work', 'ms per operation'],
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
