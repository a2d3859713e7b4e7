import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CompilerAnswer, CompilerRequest, Emitted } from './messages';

export interface Compiler {
  /** Writes the JavaScript of changed files to dist/, and removes the output of deleted ones. */
  emit(files: readonly string[]): Promise<Emitted>;
  /** Checks the types of the code that runs. @returns one message per error, with its location. */
  check(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts the compiler in a worker thread. It handles one request at a time. */
export function startCompiler(): Compiler {
  const thread = new Worker(path.join(__dirname, 'compiler.js'));
  let last: Promise<unknown> = Promise.resolve();
  const ask = (request: CompilerRequest): Promise<CompilerAnswer> => {
    const asked = last.then(async () => {
      const answered = once(thread, 'message');
      thread.postMessage(request);
      const [answer] = (await answered) as [CompilerAnswer];
      return answer;
    });
    last = asked.catch(() => undefined);
    return asked;
  };
  return {
    emit: async (files) => {
      const answer = await ask({ emit: files });
      return 'emitted' in answer ? answer.emitted : { isRun: false, errors: [] };
    },
    check: async () => {
      const answer = await ask({ check: true });
      return 'checked' in answer ? answer.checked : [];
    },
    stop: async () => void (await thread.terminate()),
  };
}
