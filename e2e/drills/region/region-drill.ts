import { setTimeout as delay } from 'node:timers/promises';
import { subgraphNames } from '../../../config/subgraphs';
import { withDatabase } from '../../../platform/database/ensure-database';
import { queryOnce } from '../../../platform/database/own-connection';
import { withPairs } from '../../../platform/database/region/connect';
import { measureLag } from '../../../platform/database/region/lag';
import { createLogger } from '../../../platform/telemetry/logger';
import { msPerSecond } from '../../../platform/values/time';
import { Buyers } from '../buyers';
import { onServers } from '../on-servers';
import type { ShopOnDatabases } from '../shop-on-databases';
import { WriteProbe } from '../write-probe';
import { type Region, retainedLogMegabytes, TwoRegions } from './two-regions';

export interface RegionDrillOptions {
  /** How often the shop moves to the second region and back. */
  readonly runs: number;
  /** How long the lag is measured under load. */
  readonly seconds: number;
  readonly log: (line: string) => void;
}

export interface MoveResult {
  readonly to: Region['name'];
  /** The longest time without a write, for a client that tries again and again. */
  readonly refusedMs: number;
  /** The longest time in which no order was acknowledged. */
  readonly ordersPausedMs: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly verify: readonly string[];
}

export interface RegionDrillResult {
  readonly copiedAfterMs: number;
  readonly ordersUnderLoad: number;
  readonly worstLagMs: number;
  readonly medianLagMs: number;
  readonly moves: readonly MoveResult[];
  /** The time from the loss of the first region until the second one accepted writes. */
  readonly takenOverAfterMs: number | null;
  /** What PostgreSQL says about a slot that nobody reads, after more log than it may keep. */
  readonly unreadSlot: string;
}

const lagDeadlineMs = 60_000;
const lagPauseMs = 100;
const loadAroundMs = 3 * msPerSecond;
const takeOverDeadlineMs = 60_000;

/** A row that each region has, so that a write is seen in the same table before and after. */
const probeWrite = `INSERT INTO region.marker VALUES (2, 1)
  ON CONFLICT (id) DO UPDATE SET count = marker.count + 1 RETURNING inet_server_port() AS port`;

const probeOf = (regions: TwoRegions): WriteProbe =>
  new WriteProbe(regions.urlAs('orders_owner', 'orders_owner', 'orders'), probeWrite);

/** Lags of all databases, measured again and again. */
async function lagsUnderLoad({ first, second }: TwoRegions, seconds: number): Promise<number[]> {
  const pairs = subgraphNames.map((name) => ({
    name,
    source: withDatabase(first.postgres.tcpUrl('postgres'), name),
    target: withDatabase(second.postgres.tcpUrl('postgres'), name),
  }));
  return withPairs(pairs, async (open) => {
    const lags: number[] = [];
    const end = performance.now() + seconds * msPerSecond;
    while (performance.now() < end) {
      const found = await Promise.all(open.map((one) => measureLag(one, lagDeadlineMs)));
      lags.push(...found.map((lag) => lag ?? Number.POSITIVE_INFINITY));
      await delay(lagPauseMs);
    }
    return lags;
  });
}

async function move(
  regions: TwoRegions,
  shop: ShopOnDatabases,
  to: Region,
  { log }: RegionDrillOptions,
): Promise<MoveResult> {
  const buyers = new Buyers(shop.customer);
  const probe = probeOf(regions);
  await delay(loadAroundMs);
  log((await regions.runSection(sections[to.name], to)).trimEnd());
  const written = await probe.writtenBy(to.postgres.port, takeOverDeadlineMs);
  await delay(loadAroundMs);
  await probe.stop();
  const acknowledged = await buyers.stop();
  if (written === null) throw new Error(`The ${to.name} region accepts no writes.`);
  const ids = acknowledged.map(({ id }) => id);
  return {
    to: to.name,
    refusedMs: probe.longestGapMs,
    ordersPausedMs: buyers.longestGapMs,
    acknowledged: ids.length,
    lost: (await shop.missingOn(to.postgres.tcpUrl('postgres'), ids)).length,
    verify: await shop.verify(),
  };
}

const sections = { second: 'Move to the second region', first: 'The way back' } as const;

/** Stops the first region for good. @returns how long nothing could be written. */
async function loseFirst(regions: TwoRegions, { log }: RegionDrillOptions): Promise<number | null> {
  const { first, second } = regions;
  const startedAtMs = Date.now();
  await first.postgres.stop();
  const probe = probeOf(regions);
  log((await regions.runSection('The first region is lost', second)).trimEnd());
  const writtenAtMs = await probe.writtenBy(second.postgres.port, takeOverDeadlineMs);
  await probe.stop();
  return writtenAtMs === null ? null : writtenAtMs - startedAtMs;
}

/** Writes more log than a slot that nobody reads may keep. @returns the state of the slot. */
async function abandonSlot({ postgres }: Region): Promise<string> {
  const url = postgres.tcpUrl('postgres');
  await queryOnce(url, `SELECT pg_create_logical_replication_slot('unread', 'pgoutput')`);
  const megabyte = `pg_logical_emit_message(false, 'drill', repeat('x', 1048576))`;
  await queryOnce(url, `SELECT ${megabyte} FROM generate_series(1, ${3 * retainedLogMegabytes})`);
  await queryOnce(url, 'CHECKPOINT');
  const text = `SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'unread'`;
  const [slot] = await queryOnce<{ wal_status: string }>(url, text);
  await queryOnce(url, `SELECT pg_drop_replication_slot('unread')`);
  return slot?.wal_status ?? 'none';
}

async function exercise(
  options: RegionDrillOptions,
  regions: TwoRegions,
  shop: ShopOnDatabases,
): Promise<RegionDrillResult> {
  const { log } = options;
  const followedAtMs = Date.now();
  log((await regions.runSection('Set up', regions.second)).trimEnd());
  const copiedAfterMs = Date.now() - followedAtMs;
  const buyers = new Buyers(shop.customer);
  const lags = (await lagsUnderLoad(regions, options.seconds)).sort((a, b) => a - b);
  const ordersUnderLoad = (await buyers.stop()).length;
  const moves: MoveResult[] = [];
  for (let run = 1; run <= options.runs; run += 1) {
    for (const to of [regions.second, regions.first]) {
      moves.push(await move(regions, shop, to, options));
    }
  }
  return {
    copiedAfterMs,
    ordersUnderLoad,
    worstLagMs: lags.at(-1) ?? Number.POSITIVE_INFINITY,
    medianLagMs: lags[Math.floor(lags.length / 2)] ?? Number.POSITIVE_INFINITY,
    moves,
    takenOverAfterMs: await loseFirst(regions, options),
    unreadSlot: await abandonSlot(regions.second),
  };
}

/**
 * Starts a distributed shop and two servers of PostgreSQL in a temporary folder, lets the second
 * follow the first, moves the shop there and back while buyers place orders, and stops the first.
 * The commands are those of the runbook. It needs haproxy.
 */
export function runRegionDrill(options: RegionDrillOptions): Promise<RegionDrillResult> {
  const { log } = options;
  const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
  return onServers(
    {
      start: (folder) => {
        log('Starting PostgreSQL in two regions, HAProxy and the shop.');
        return TwoRegions.start(folder, logger);
      },
    },
    (regions, shop) => exercise(options, regions, shop),
  );
}
