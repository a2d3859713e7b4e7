import { onServers } from '../on-servers';
import { createDatabases, type ShopOnDatabases } from '../shop-on-databases';
import { WriteProbe } from '../write-probe';
import { type ControlResult, loseOrdersAsynchronously } from './asynchronous-control';
import { faults } from './faults';
import { type FaultResult, injectFault } from './inject-fault';
import { loseQuorum, type QuorumResult } from './lose-quorum';
import { PatroniCluster } from './patroni-cluster';

export interface FailoverDrillOptions {
  /** How often each fault is injected; 0 leaves only the control. */
  readonly runs: number;
  readonly log: (line: string) => void;
}

export interface FailoverDrillResult {
  readonly faults: readonly FaultResult[];
  /** Null if no fault was injected. */
  readonly quorum: QuorumResult | null;
  readonly control: ControlResult;
}

async function runFaults(
  { runs, log }: FailoverDrillOptions,
  cluster: PatroniCluster,
  shop: ShopOnDatabases,
): Promise<FaultResult[]> {
  const results: FaultResult[] = [];
  for (let run = 1; run <= runs; run += 1) {
    for (const fault of faults) {
      const result = await injectFault(fault, cluster, shop);
      results.push(result);
      const writable =
        result.recoveredAfterMs === null ? 'never writable' : `${result.recoveredAfterMs} ms`;
      log(
        `run ${run}: ${fault.name}: ${writable}, ${result.lost} of ${result.acknowledged} orders lost`,
      );
      if (result.rejoinedAfterMs === null) return results;
    }
  }
  return results;
}

/** What a person does with a cluster that is whole. */
async function runRunbook(cluster: PatroniCluster): Promise<string> {
  const printed = [await cluster.runSection('Look')];
  const { standby } = await cluster.roles();
  printed.push(await cluster.runSection('A planned move', { STANDBY: standby.name }));
  await cluster.untilHealthy();
  const { standby: former } = await cluster.roles();
  printed.push(await cluster.runSection('A node does not return', { NODE: former.name }));
  await cluster.untilHealthy();
  printed.push(await cluster.runSection('Change a setting'));
  await cluster.untilHealthy();
  return printed.join('');
}

/**
 * Starts three members of etcd, two nodes of PostgreSQL under Patroni, HAProxy and a distributed shop in a temporary
 * folder, breaks the primary while buyers place orders, and looks for every acknowledged order. A
 * control with asynchronous replication follows.
 * It needs every program of `missingPrograms`.
 */
export function runFailoverDrill(options: FailoverDrillOptions): Promise<FailoverDrillResult> {
  const { log } = options;
  const start = (folder: string) => {
    log('Starting etcd, PostgreSQL under Patroni, and HAProxy.');
    return PatroniCluster.start(folder);
  };
  const prepare = async ({ url }: PatroniCluster) => {
    await WriteProbe.prepare(url);
    await createDatabases(url);
    log('Starting the shop.');
  };
  return onServers({ start, prepare }, async (cluster, shop) => {
    const results = await runFaults(options, cluster, shop);
    const isWhole = results.every(({ rejoinedAfterMs }) => rejoinedAfterMs !== null);
    const quorum = options.runs > 0 && isWhole ? await loseQuorum(cluster, shop) : null;
    if (options.runs > 0) log((await runRunbook(cluster)).trimEnd());
    log(
      'The control: asynchronous replication, and a standby that does not receive the last orders.',
    );
    const control = await loseOrdersAsynchronously(cluster, shop);
    return { faults: results, quorum, control };
  });
}
