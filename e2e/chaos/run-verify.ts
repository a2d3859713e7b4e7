import type { SubgraphName } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { type Compared, comparedBy, ended, startCommand } from '../../testing/command';

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

const deadlineMs = 120_000;

/** Runs `orderprocessing verify`. */
export async function runVerify(call: VerifyCall): Promise<Compared> {
  const { dist, folder, databaseUrl, sandboxPort } = call;
  const settings = {
    ...(sandboxPort !== null && { ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: sandboxPort }),
    ...databaseVariables(databaseUrl),
    ...call.settings,
  };
  const given = ['verify', '--json', ...(sandboxPort === null ? ['--without-ledger'] : [])];
  return comparedBy(await ended(startCommand(given, { folder, settings, dist }), deadlineMs));
}
