import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';
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
  const lifecycle = createLifecycle({
    logger: () => null,
    exit: (code) => process.exit(isDone ? code : code || 1),
  });
  try {
    await task(lifecycle);
    isDone = true;
  } catch (error) {
    const code = exitCodeOf(error);
    if (!lifecycle.isEnding) reportFailure(options, messageOf(error), code);
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
