/** A reader that has seen enough (`| head`) ends a command, and a shop as Ctrl-C does. */
export function endWithReader(): void {
  let isEnding = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (!isEnding) process.kill(process.pid, 'SIGTERM');
    isEnding = true;
  });
}
