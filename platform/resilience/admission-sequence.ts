import type { Party } from '../requests/claimant';

/** What waits for its turn, and whom it is counted for. */
export interface Waiting {
  readonly parties: readonly Party[];
}

interface Standing {
  /** The used part of the share that is used up the most: it decides who is next. */
  readonly most: number;
  /** The same of the address, between neighbors in one network. */
  readonly ofAddress: number;
}

const isBefore = (one: Standing, other: Standing): boolean =>
  one.most < other.most || (one.most === other.most && one.ofAddress < other.ofAddress);

function standingOf({ parties }: Waiting, uses: ReadonlyMap<string, number>): Standing {
  let most = 0;
  let ofAddress = 0;
  for (const { key, kind, share } of parties) {
    const used = (uses.get(key) ?? 0) / share;
    most = Math.max(most, used);
    if (kind === 'address') ofAddress = used;
  }
  return { most, ofAddress };
}

/**
 * The sequence in which tasks are served if nothing else arrives: always the one whose account and
 * networks have used the least of their shares, with what was served before it. Equal ones are
 * served by arrival.
 * @param tasks by arrival.
 * @param useOf what was used lately by the key of a party.
 */
export function serviceSequence<Task extends Waiting>(
  tasks: readonly Task[],
  useOf: (key: string) => number,
): readonly Task[] {
  const keys = new Set(tasks.flatMap(({ parties }) => parties.map(({ key }) => key)));
  const uses = new Map([...keys].map((key) => [key, useOf(key)]));
  const left = [...tasks];
  const sequence: Task[] = [];
  while (left.length > 0) {
    let [next] = left as [Task];
    let least = standingOf(next, uses);
    for (const task of left.slice(1)) {
      const standing = standingOf(task, uses);
      if (isBefore(standing, least)) [next, least] = [task, standing];
    }
    left.splice(left.indexOf(next), 1);
    sequence.push(next);
    for (const { key } of next.parties) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return sequence;
}
