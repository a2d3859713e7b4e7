import { exitCode } from './exit-codes';

/**
 * The action of a command whose code is loaded when it runs. An answer of false means that it found
 * what it looks for, such as a fault, and sets the exit code.
 */
export const loaded =
  <Given extends unknown[]>(load: () => Promise<(...given: Given) => Promise<unknown>>) =>
  async (...given: Given): Promise<void> => {
    const action = await load();
    if ((await action(...given)) === false) process.exitCode = exitCode.failed;
  };
