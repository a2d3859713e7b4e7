/** Who waits for turns, and for how many. The order of the map is the order of the rotation. */
const waiting = new Map<object, (() => void)[]>();
let isScheduled = false;

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  setImmediate(give);
}

function give(): void {
  isScheduled = false;
  const [first] = waiting;
  if (first === undefined) return;
  const [owner, turns] = first;
  waiting.delete(owner);
  const turn = turns.shift();
  if (turns.length > 0) waiting.set(owner, turns);
  schedule();
  turn?.();
}

/**
 * Long work is cut into pieces: the event loop is given back before each, and those who wait for
 * several pieces take them in rotation.
 */
export function nextTurn(owner: object): Promise<void> {
  return new Promise((resolve) => {
    const turns = waiting.get(owner);
    if (turns) turns.push(resolve);
    else waiting.set(owner, [resolve]);
    schedule();
  });
}

/** The turns that it still waits for never come. */
export function dropTurns(owner: object): void {
  waiting.delete(owner);
}
