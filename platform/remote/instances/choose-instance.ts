/** How calls are shared among instances. */
export type Balancing = 'least-outstanding' | 'round-robin';

interface Loaded {
  /** Calls that wait for their answer. */
  readonly outstanding: number;
}

/** Chooses among instances; there is at least one. */
export type ChooseInstance = <Instance extends Loaded>(from: readonly Instance[]) => Instance;

const at = <Instance>(from: readonly Instance[], place: number): Instance =>
  from[place] as Instance;

/**
 * The less loaded of two random instances. Comparing all of them would send every process to the
 * same instance at the same moment.
 */
const leastOfTwo: ChooseInstance = (from) => {
  const { length } = from;
  const first = Math.floor(Math.random() * length);
  if (length === 1) return at(from, first);
  const step = 1 + Math.floor(Math.random() * (length - 1));
  const [one, other] = [at(from, first), at(from, (first + step) % length)];
  return other.outstanding < one.outstanding ? other : one;
};

function inTurn(): ChooseInstance {
  let turn = 0;
  return (from) => {
    turn = (turn + 1) % from.length;
    return at(from, turn);
  };
}

export const chooserOf = (balancing: Balancing): ChooseInstance =>
  balancing === 'round-robin' ? inTurn() : leastOfTwo;
