// Imported before the commands: a process that is replaced would load them twice.

/**
 * Keeps the heap of commands that read large files or databases small; V8 would otherwise let it
 * grow before it collects.
 */
const smallHeap = ['--max-semi-space-size=8', '--max-old-space-size=256'];

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  import: smallHeap,
  verify: smallHeap,
};

/**
 * Replaces this process by one with the flags that the command needs: V8 reads them only at its
 * start. The process id stays. Where Node cannot do that, which is on Windows, the command runs
 * without them.
 */
function restartWithFlags(args: readonly string[]): void {
  const [command = ''] = args;
  const flags = Object.hasOwn(flagsOf, command) ? flagsOf[command] : undefined;
  const script = process.argv[1];
  if (flags === undefined || script === undefined || process.platform === 'win32') return;
  if (flags.every((flag) => process.execArgv.includes(flag))) return;
  process.execve?.(process.execPath, [
    process.execPath,
    ...process.execArgv,
    ...flags,
    script,
    ...args,
  ]);
}

restartWithFlags(process.argv.slice(2));
