import { exitCode } from './exit-codes';
import { messageOf } from './results';

function failWithOutput(error: Error): void {
  // A shop watches for them. It continues, and its log waits until the disk has space.
  if (process.listenerCount('uncaughtException') > 0) return;
  process.stderr.write(`The output cannot be written. ${messageOf(error)}\n`);
  process.exit(exitCode.failed);
}

/**
 * A reader that has seen enough (`| head`) ends a command, and a shop as Ctrl-C does. A command whose
 * output cannot be written for another reason, such as a full disk, has failed.
 */
export function endWithReader(): void {
  let isEnding = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') return failWithOutput(error);
    if (!isEnding) process.kill(process.pid, 'SIGTERM');
    isEnding = true;
  };
  for (const output of [process.stdout, process.stderr]) output.on('error', onError);
}
