import { msPerSecond } from '../../platform/values/time';
import { exitCode } from './exit-codes';
import { barPauseMs, clearProgress, type ProgressOutput, showLine } from './progress';
import { reportFailure } from './results';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Work may be part of other work. */
let working = 0;

/** Says that the command ends early. A lifecycle does that itself, once it has stopped everything. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  clearProgress();
  const options = process.argv.includes('--json') ? ({ json: true } as const) : {};
  reportFailure(options, 'Interrupted before it was done.', exitCode.failed);
  // The signal itself ends this process, so that the shell sees which one it was.
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

async function sayingWhenInterrupted<Result>(work: Promise<Result>): Promise<Result> {
  if (working === 0) for (const signal of stopSignals) process.on(signal, onSignal);
  working += 1;
  try {
    return await work;
  } finally {
    working -= 1;
    if (working === 0) for (const signal of stopSignals) process.removeListener(signal, onSignal);
  }
}

/** How long work takes before a terminal shows that it is still in progress. */
const quietMs = 1_000;

/**
 * Waits for work whose amount is unknown. On a terminal, a line shows how long it has taken so far;
 * elsewhere nothing is printed, because nobody waits for it. A signal that ends it is reported.
 * @param noteOf what has been done so far.
 */
export async function whileWorking<Result>(
  title: string,
  work: Promise<Result>,
  noteOf: () => string = () => '',
  output: ProgressOutput = process.stderr,
): Promise<Result> {
  const startedAtMs = performance.now();
  const show = () => {
    const elapsedMs = performance.now() - startedAtMs;
    if (elapsedMs < quietMs) return;
    showLine(`${title} … ${Math.round(elapsedMs / msPerSecond)} s  ${noteOf()}`, output);
  };
  const timer = output.isTTY === true ? setInterval(show, barPauseMs) : undefined;
  try {
    return await sayingWhenInterrupted(work);
  } finally {
    clearInterval(timer);
    clearProgress(output);
  }
}
