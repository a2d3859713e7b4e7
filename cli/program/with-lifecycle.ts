import { createLifecycle, hasStopSignal, type Lifecycle } from '../../platform/process/lifecycle';
import { exitCode } from './exit-codes';
import type { JsonOption } from './new-command';
import { exitCodeOf, messageOf, reportFailure } from './results';

/**
 * Runs a task that opens connections or servers, stops what it opened, and ends the process. The
 * exit code is 0 only if the task completed.
 */
export async function withLifecycle(
  options: JsonOption,
  task: (lifecycle: Lifecycle) => Promise<void>,
): Promise<void> {
  let isDone = false;
  let isReported = false;
  const lifecycle = createLifecycle({
    logger: () => null,
    exit: (code) => {
      if (!isDone && !isReported && hasStopSignal()) {
        reportFailure(options, 'Interrupted before it was done.', exitCode.failed);
      }
      process.exit(isDone ? code : code || exitCode.failed);
    },
  });
  try {
    await task(lifecycle);
    isDone = true;
  } catch (error) {
    const code = exitCodeOf(error);
    // What fails while everything stops has no reason of its own.
    isReported = !lifecycle.isEnding;
    if (isReported) reportFailure(options, messageOf(error), code);
    return lifecycle.end(code);
  }
  await lifecycle.end(0);
}

/**
 * Runs work that Ctrl-C ends early: the process waits until the work has noticed the signal and
 * removed what it had made.
 */
export function interruptible<Result>(
  lifecycle: Lifecycle,
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopping = new AbortController();
  const working = work(stopping.signal);
  lifecycle.onStop('interrupted work', deadlineMs, async () => {
    stopping.abort();
    await working.catch(() => undefined);
  });
  return working;
}

/**
 * Runs work that must not end half way: after a signal the process waits for it, and says so.
 * @param note what the operator waits for.
 */
export function toItsEnd<Result>(
  lifecycle: Lifecycle,
  deadlineMs: number,
  note: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const working = work();
  lifecycle.onStop('work in progress', deadlineMs, async () => {
    // Work that nobody stopped has ended, and its failure is reported.
    if (!hasStopSignal()) return;
    process.stderr.write(`${note}\n`);
    await working.catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`));
  });
  return working;
}
