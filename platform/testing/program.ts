import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

export interface TestProgram {
  readonly process: ChildProcess;
  /** The first message that the program sends by `process.send`. Rejects if it ends without one. */
  readonly firstMessage: Promise<unknown>;
}

/**
 * Runs CommonJS source in a Node of its own, in the root of the project or of a copy, so that a
 * test can kill it. The source may `require('./platform/…')` TypeScript.
 */
export function startProgram(source: string, root = resolve(__dirname, '../..')): TestProgram {
  const hook = join(root, 'platform/testing/typescript-hook.cjs');
  const child = spawn(process.execPath, ['--require', hook, '--eval', source], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const message = once(child, 'message').then(([first]: unknown[]) => first);
  const silent = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`The program ended with code ${String(code)} before it said a word.`);
  });
  const firstMessage = Promise.race([message, silent]);
  firstMessage.catch(() => undefined);
  return { process: child, firstMessage };
}
