import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @returns the bytes of this process's heap that are in use, after a full garbage collection. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What is only weakly reachable goes with the second one.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
