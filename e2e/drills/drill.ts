import type { Random } from '../../platform/testing/random';
import type { RedisNodes } from '../../testing/redis-nodes';
import type { ChaosShop, ChaosShopOptions } from '../chaos/chaos-shop';
import type { History } from '../chaos/history';
import type { Probes } from './probes';
import type { Figure, InjectedFault } from './report';

/** What a drill works with while clients buy, cancel, ship and refund. */
export interface DrillContext {
  readonly shop: ChaosShop;
  readonly history: History;
  readonly probes: Probes;
  readonly random: Random;
  /** The folder for files of the drill. */
  readonly folder: string;
  /** The compiled code that runs. */
  readonly dist: string;
  readonly log: (line: string) => void;
  /** The Redis of the shop, if the drill started it. */
  readonly redis: RedisNodes | null;
}

export interface DrillOutcome {
  readonly faults: readonly InjectedFault[];
  readonly figures: readonly Figure[];
}

export type DrillShopOptions = Pick<
  ChaosShopOptions,
  'nodeFlags' | 'postgresEnvironment' | 'settings' | 'prepare'
>;

export interface Drill {
  readonly name: string;
  /** Why this machine cannot run it; null if it can. */
  readonly obstacle?: () => string | null;
  /** Whether it mounts a file system that no other process may see. */
  readonly needsOwnMounts?: true;
  /** Whether times of the database and of clients cannot be compared afterwards. */
  readonly changesClocks?: true;
  /** Starts the Redis of its shop; absent for the one that the shop starts itself. */
  readonly redis?: () => Promise<RedisNodes>;
  /** Options of its shop. */
  readonly shop?: (folder: string) => DrillShopOptions;
  /** Breaks something, measures, and leaves the shop whole. */
  readonly inject: (context: DrillContext) => Promise<DrillOutcome>;
  /** What is broken when the clients have ended and their work was judged. */
  readonly afterwards?: (context: DrillContext) => Promise<DrillOutcome>;
}
