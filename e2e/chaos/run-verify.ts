import { execFile } from 'node:child_process';
import path from 'node:path';
import type { SubgraphName } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';

export interface VerifyCall {
  /** The compiled code to run. */
  readonly dist: string;
  /** HOME; the data is in `data/`. */
  readonly folder: string;
  readonly databaseUrl: (room: SubgraphName) => string;
  readonly settings?: Readonly<Record<string, string>>;
  /** The port of the payment sandbox; null leaves payments out. */
  readonly sandboxPort: string | null;
}

export interface VerifyEnd {
  /** Whether everything could be compared. */
  readonly isComplete: boolean;
  /** One line for each disagreement, and one for what kept it from comparing. */
  readonly lines: readonly string[];
}

const deadlineMs = 120_000;
/** It exits with 1 for disagreements; other codes mean that it failed. */
const disagreed = 1;

/** Runs `orderprocessing verify`. */
export function runVerify(call: VerifyCall): Promise<VerifyEnd> {
  const { dist, folder, databaseUrl, sandboxPort } = call;
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
    ...(sandboxPort !== null && { ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: sandboxPort }),
    ...databaseVariables(databaseUrl),
    ...call.settings,
  };
  const script = path.join(dist, 'cli/orderprocessing.js');
  const args = [script, 'verify', '--json', ...(sandboxPort === null ? ['--without-ledger'] : [])];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, env, timeout: deadlineMs },
      (error, out, err) => {
        const lines = out.split('\n').filter((line) => line !== '');
        const isComplete = error === null || error.code === disagreed;
        const failure = `verify could not look: ${err || error?.message}`;
        resolve({ isComplete, lines: isComplete ? lines : [...lines, failure] });
      },
    );
  });
}
