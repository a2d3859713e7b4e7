/** The frequency of each fault. */
export const faults = {
  'kill gateway': 3,
  'kill users': 2,
  'kill inventory': 5,
  'kill orders': 5,
  'kill jobs': 4,
  'kill sandbox': 5,
  'kill redis': 2,
  'flush redis': 2,
  'stop postgres': 2,
  'stop orders': 3,
  'stop jobs': 3,
  'stop inventory': 3,
  'stop sandbox': 3,
  'stop gateway': 2,
  'cpu pressure': 3,
  'slow connections': 6,
  stragglers: 18,
  'late requests': 5,
  'late answers': 5,
  'cut connections': 5,
  'lost answers': 12,
} as const;
export type FaultName = keyof typeof faults;

/** The process may have exited before the signal. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
