import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';

const whole = 100;
const turnMs = 20;

/** Busy for this share of each turn. */
const program = (percent: number): string => `
const busyMs = ${(turnMs * percent) / whole};
setInterval(() => {
  const end = performance.now() + busyMs;
  while (performance.now() < end);
}, ${turnMs});
`;

/**
 * Takes this share of every core until it is stopped.
 * @returns the function that stops it.
 */
export function pressCpu(percent: number): () => void {
  const hogs: ChildProcess[] = cpus().map(() =>
    spawn(process.execPath, ['-e', program(percent)], { stdio: 'ignore' }),
  );
  const stop = () => {
    for (const hog of hogs) hog.kill('SIGKILL');
    process.removeListener('exit', stop);
  };
  process.once('exit', stop);
  return stop;
}
