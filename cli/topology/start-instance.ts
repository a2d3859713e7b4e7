import path from 'node:path';
import type { FollowedConfiguration } from '../../config/loading/open-configuration';
import type { Configuration } from '../../config/schema';
import { isSubgraphName } from '../../config/subgraphs';
import { poolMaxWithin } from '../../platform/database/pool-budget';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { tlsFilesOf } from '../../platform/remote/certificates';
import type { ReadyReport } from '../../platform/remote/process-settings';
import { startSupervised } from '../../platform/remote/supervised-process';
import type { Logger } from '../../platform/telemetry/logger';
import type { Part, PlannedInstance } from './instances';
import type { ShopAddresses } from './one-process';
import { poolDemands, settingsOfProcess } from './process-settings';
import type { Urls } from './servers';

/** A shop whose processes this one starts and keeps running. */
export interface SupervisedShop {
  readonly configuration: Configuration;
  /** The same configuration with its changes, which are passed on to the processes. */
  readonly followed: Pick<FollowedConfiguration, 'onChange' | 'onRefused' | 'refresh'>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly urls: Urls;
  readonly redisUrl: string;
  /** Every process to start. Those that serve the public port share it. */
  readonly instances: readonly PlannedInstance[];
  /** Called when a process is ready. */
  readonly onReady: (name: string, report: ReadyReport) => void;
  /** Called when a process that had died runs again. */
  readonly onRestart: (name: string) => void;
}

/** A process that another one can take the place of. */
export interface ReplaceableProcess {
  readonly name: string;
  /** Resolves when the other one is ready and this one has ended. */
  replace(): Promise<void>;
}

export interface SupervisedProcesses extends ShopAddresses {
  /** The processes in the order in which they are started: those with the public port last. */
  readonly processes: readonly ReplaceableProcess[];
}

export type StartInstance = (instance: PlannedInstance) => Promise<ReplaceableProcess>;

/** The time to stop a process, longer than its supervisor waits before it kills it. */
const processStopDeadlineMs = 40_000;

/** Compiled entry points in `dist/`; nothing here runs from the sources. */
const entryOf = (file: string): string => path.join(__dirname, '..', '..', `${file}.js`);

function entryOfPart(part: Part): string {
  if (isSubgraphName(part)) return entryOf(`subgraphs/${part}/main`);
  return entryOf(part === 'shop' ? 'cli/topology/copy' : 'gateway/main');
}

/**
 * Divides the connections of the databases among all processes. Each process that is then started
 * registers its stop with the lifecycle, so they end in reverse order, and is restarted if it crashes.
 * @param certificates the folder with a certificate for each part; null without calls between them.
 */
export async function instanceStarter(
  shop: SupervisedShop,
  certificates: string | null,
): Promise<StartInstance> {
  const { configuration, followed, instances, logger, lifecycle } = shop;
  const poolMax = await poolMaxWithin(configuration.database.pool.max, (max) =>
    poolDemands(max, configuration, shop.urls, instances),
  );
  return async (instance) => {
    const { name, args, part } = instance;
    const tls = certificates === null ? null : tlsFilesOf(certificates, part);
    const settings = () => settingsOfProcess(configuration, { ...shop, tls, poolMax, instance });
    const child = await startSupervised({
      name,
      args,
      entry: entryOfPart(part),
      compileCache: path.resolve(configuration.dataFolder, 'compile-cache'),
      settings,
      onRefresh: () => void followed.refresh(),
      onReady: (report) => shop.onReady(name, report),
      onRestart: () => shop.onRestart(name),
      logger,
      onLost: (reason) => void lifecycle.fail(reason),
    });
    followed.onChange(() => child.send({ settings: settings() }));
    followed.onRefused(() => child.send({ refused: true }));
    lifecycle.onStop(name, processStopDeadlineMs, () => child.stop());
    return { name, replace: () => child.replace() };
  };
}
