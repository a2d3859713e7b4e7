import type { MoveResult } from '../../../cli/shard/run';
import { createLogger } from '../../../platform/telemetry/logger';
import { onServers } from '../on-servers';
import type { DrillReport, Figure, InjectedFault } from '../report';
import { countAtLeast, durationAtMost } from '../report';
import type { ShopOnDatabases } from '../shop-on-databases';
import { type KillStep, killIn, killSteps, type ShardMove } from './kill-move';
import { buyersIn, listedTwice, type ShardBuyer, ShardBuyers } from './shard-buyers';
import { type ShardDatabaseName, TwoDatabases } from './two-databases';

export interface ShardDrillOptions {
  readonly log: (line: string) => void;
}

/** Shards that move without a kill, to measure how long each is stopped. */
const measuredShards = 256;
const movingBuyers = 4;
const otherBuyers = 2;
const ordersMin = 200;
/** Writes of a shard may be refused for about a second; the median machine is ten times faster. */
const stoppedLimitMs = 1_000;
/** An order that was in progress continues in the new database when its lease has ended. */
const waitLimitMs = 15_000;

const argumentsOf = (from: number, to: number, database: string): string[] =>
  `shard move --from ${from} --to ${to} --database ${database} --json`.split(' ');

/** The parts of a drill. */
class ShardDrill {
  readonly faults: InjectedFault[] = [];
  readonly violations: string[] = [];
  private readonly places = new Map<number, ShardDatabaseName>();

  constructor(
    private readonly servers: TwoDatabases,
    private readonly shop: ShopOnDatabases,
    private readonly log: (line: string) => void,
  ) {}

  /** Moves shards to their end. */
  async move(from: number, to: number, database: ShardDatabaseName): Promise<MoveResult> {
    const output = await this.shop.shell.done(...argumentsOf(from, to, database));
    for (let shard = from; shard <= to; shard += 1) this.places.set(shard, database);
    return JSON.parse(output) as MoveResult;
  }

  /** Kills a move of a buyer's shard in a step, and calls the command again. */
  async killAndResume(step: KillStep, { shard }: ShardBuyer): Promise<void> {
    const from = this.places.get(shard) ?? 'orders';
    const to = from === 'orders' ? 'orders-2' : 'orders';
    const move: ShardMove = { shard, from, to };
    await killIn(step, move, this.servers, () => {
      const running = this.shop.shell.begin(argumentsOf(shard, shard, to));
      const kill = async () => {
        running.child.kill('SIGKILL');
        await running.ended;
      };
      return { kill };
    });
    const { code } = await this.shop.shell.type('shard', 'status', '--json');
    if (step !== 'building indexes' && code !== 1) {
      this.violations.push(`shard status said ${code} after a kill while ${step}`);
    }
    const killedAtMs = performance.now();
    await this.move(shard, shard, to);
    this.faults.push({
      broken: `the move was killed while ${step}`,
      detectedAfterMs: 0,
      detectedBy: 'orderprocessing shard status',
      recoveredAfterMs: performance.now() - killedAtMs,
    });
    this.log(`Killed while ${step}, and called again.`);
  }

  /** Every acknowledged order is in one database, and in the right one. */
  async lost(acknowledged: readonly string[]): Promise<number> {
    const ids = await this.servers.ids();
    const [first, second] = [new Set(ids.orders), new Set(ids['orders-2'])];
    for (const id of first) if (second.has(id)) this.violations.push(`${id} is in two databases`);
    return acknowledged.filter((id) => !first.has(id) && !second.has(id)).length;
  }
}

async function exercise(
  servers: TwoDatabases,
  shop: ShopOnDatabases,
  log: (line: string) => void,
): Promise<DrillReport> {
  const drill = new ShardDrill(servers, shop, log);
  const moving = await buyersIn(shop.anyone, movingBuyers, (shard) => shard < measuredShards);
  const others = await buyersIn(shop.anyone, otherBuyers, (shard) => shard >= measuredShards);
  const buyers = new ShardBuyers([...moving, ...others]);
  const { measured, waitedMs } = await moveAround(drill, moving, buyers, log).finally(() =>
    buyers.stop(),
  );
  const twice = await listedTwice(await shop.staff());
  const lost = await drill.lost(buyers.acknowledged);
  return {
    drill: 'shard',
    faults: drill.faults,
    acknowledged: buyers.acknowledged.length,
    lost,
    violations: [
      ...drill.violations,
      ...buyers.violations,
      ...twice.map((id) => `${id} is listed twice`),
    ],
    verify: await shop.verify(),
    figures: figuresOf(measured, waitedMs, buyers),
  };
}

/** Moves shards there, kills moves in each step, and moves all back. */
async function moveAround(
  drill: ShardDrill,
  moving: readonly ShardBuyer[],
  buyers: ShardBuyers,
  log: (line: string) => void,
): Promise<{ readonly measured: MoveResult; readonly waitedMs: number }> {
  log(`Moving ${measuredShards} shards while ${moving.length} of their buyers place orders.`);
  const measured = await drill.move(0, measuredShards - 1, 'orders-2');
  const waitedMs = buyers.longestMs;
  for (const [index, step] of killSteps.entries()) {
    for (const buyer of [moving[index % movingBuyers], moving[(index + 1) % movingBuyers]]) {
      if (buyer !== undefined) await drill.killAndResume(step, buyer);
    }
  }
  await drill.move(0, measuredShards - 1, 'orders');
  return { measured, waitedMs };
}

const figuresOf = (measured: MoveResult, waitedMs: number, buyers: ShardBuyers): Figure[] => [
  countAtLeast('shards moved without a kill', measured.moved, measuredShards),
  countAtLeast('orders placed during the drill', buyers.acknowledged.length, ordersMin),
  durationAtMost(
    `writes of a shard refused by a move, worst, median ${measured.stoppedMsMedian} ms`,
    measured.stoppedMsMax,
    stoppedLimitMs,
  ),
  durationAtMost('longest wait for an order while shards moved', waitedMs, waitLimitMs),
  countAtLeast('answers to try again, because a shard was stopped', buyers.stopped, 1),
];

/**
 * Starts a distributed shop on two databases of orders in a temporary folder, moves shards between
 * them while buyers place orders, and kills the command in each of its steps.
 */
export function runShardDrill({ log }: ShardDrillOptions): Promise<DrillReport> {
  const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
  return onServers(
    {
      start: (folder) => {
        log('Starting PostgreSQL and the shop.');
        return TwoDatabases.start(folder, logger);
      },
    },
    (servers, shop) => exercise(servers, shop, log),
  );
}
