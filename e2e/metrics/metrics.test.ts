import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { adminPortVariables } from '../../config/testing/subgraph-variables';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { freePort, freePortWith } from '../../platform/testing/free-port';
import { redisAvailable } from '../../platform/testing/redis';
import { failuresOf, type RunbookShop, runbookNames } from '../harness/runbooks';
import { eventually, preparedFolder, Shop } from '../harness/shop';
import { checkQueries, checkRecordedMetrics } from './alerts';
import { metricsIn, processNames, publishers, type Row, rowsOfPage, scrapeOf } from './page';
import { checkProfiles } from './profiles';

const hasPgBackRest = findPgBackRest() !== null;
const at = '2026-11-24T20:00:00Z';

async function folderWithBackups() {
  const folder = await preparedFolder();
  const file = path.join(folder, 'backups.json');
  writeFileSync(file, JSON.stringify(bySubgraph(() => at)));
  return { folder, settings: { ORDERPROCESSING_BACKUPS_STATE_FILE: file } };
}

describe.skipIf(!redisAvailable)('in many processes', () => {
  const ports: Record<string, number> = {};
  const scrapes = new Map<string, string>();
  /** The supervisor and the sandbox, of which the page lists only what is their own. */
  const scrapesBeside = new Map<string, string>();
  let shop: Shop;

  beforeAll(async () => {
    for (const part of processNames) ports[part] = await freePort();
    // The second gateway takes the next one.
    ports.gateway = await freePortWith(1);
    const supervisorPort = await freePort();
    const { folder, settings } = await folderWithBackups();
    shop = await Shop.start(
      {
        ...settings,
        ORDERPROCESSING_SERVER_ADMIN_PORT: String(ports.gateway),
        ...adminPortVariables((process) => ports[process] ?? 0),
        ORDERPROCESSING_SERVICES_SUPERVISOR_ADMIN_PORT: String(supervisorPort),
        ORDERPROCESSING_TELEMETRY_LOGS_ENDPOINT: 'http://127.0.0.1:9',
      },
      folder,
      'many processes',
    );
    // The shop is open a moment before each of its processes has opened its admin port.
    for (const part of processNames) {
      const health = `http://127.0.0.1:${ports[part]}/health`;
      await eventually(`the admin port of ${part}`, () => fetch(health).catch(() => null));
      scrapes.set(part, await scrapeOf(ports[part] ?? 0));
    }
    scrapesBeside.set('supervisor', await scrapeOf(supervisorPort));
    scrapesBeside.set('sandbox', await scrapeOf(Number(new URL(shop.ledgerUrl).port)));
  });
  afterAll(() => shop?.close());

  test('every process has its name on every line, what runs, and how Node does', () => {
    for (const [part, scrape] of [...scrapes, ...scrapesBeside]) {
      const lines = scrape.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(lines.filter((line) => !line.includes(`process="${part}"`))).toEqual([]);
      for (const name of [
        'build_info',
        'event_loop_delay_seconds',
        '# TYPE nodejs_gc_duration_seconds histogram',
      ]) {
        expect(scrape, `${name} of ${part}`).toContain(name);
      }
    }
  });

  test('the page names each metric, with its kind, what it says, and who publishes it', () => {
    const live = new Map<string, Omit<Row, 'where'>>();
    const publishedBy = new Map<string, string[]>();
    for (const [part, scrape] of [...scrapes, ...scrapesBeside]) {
      for (const [name, metric] of metricsIn(scrape)) {
        live.set(name, metric);
        publishedBy.set(name, [...(publishedBy.get(name) ?? []), part]);
      }
    }
    const rows = [...live].map(([name, metric]) => [
      name,
      { ...metric, where: publishers(publishedBy.get(name) ?? []) },
    ]);
    expect(Object.fromEntries(rowsOfPage())).toEqual(Object.fromEntries(rows));
  });

  /** Polls, because a scrape leaves out a figure that the database does not answer in time. */
  const reports = (part: string, ...samples: readonly RegExp[]) =>
    expect
      .poll(async () => {
        const scrape = await scrapeOf(ports[part] ?? 0);
        return samples.filter((sample) => !sample.test(scrape));
      })
      .toEqual([]);

  test('the processes with pools, standbys, backups and certificates report them', async () => {
    for (const room of subgraphNames) {
      await reports(
        room,
        new RegExp(`database_pool_connections\\{pool="${room}",state="idle"`),
        new RegExp(`database_replica_lag_seconds\\{room="${room}".*\\} 0\n`),
        new RegExp(
          `timestamp_seconds\\{room="${room}",process="${room}"\\} ${Date.parse(at) / 1_000}`,
        ),
      );
    }
    for (const [part, scrape] of scrapes) {
      const own = part === 'orders-jobs' ? 'orders' : part;
      const expiry = new RegExp(`certificate_expiry_timestamp_seconds\\{name="${own}".*\\} (\\S+)`);
      expect(Number(expiry.exec(scrape)?.[1])).toBeGreaterThan(Date.now() / 1_000);
      await reports(part, /redis_connected\{.*\} 1\n/);
    }
    await reports(
      'orders-jobs',
      /orders_waiting\{reason="review".*\} 0\n/,
      /order_effects_open\{kind="CAPTURE".*\} 0\n/,
      /order_oldest_effect_age_seconds\{.*\} 0\n/,
    );
  });

  describe('rules and dashboards', () => checkQueries(() => shop));
  describe('profiles', () => checkProfiles(() => shop, ports));

  describe('every command works that is in the runbook', () => {
    let here: RunbookShop;
    let ofWaiting: Promise<string[]>;
    beforeAll(async () => {
      here = {
        shop,
        ports,
        scrapes,
        backups: shop.dataFolder,
        tried: new Map(),
        token: (await shop.run('token', '--as', 'admin@example.com')).output.trim(),
      };
      ofWaiting = failuresOf(waiting, here);
      // A healthy shop has a backup, and several runbooks check it.
      if (hasPgBackRest) await failuresOf('backup-missing', here);
    });

    // It waits for a minute until no process can use the old keys: the others run at the same time.
    const waiting = 'data-keys';
    const others = runbookNames.filter((name) => name !== waiting);
    const possible = others.filter((name) => hasPgBackRest || !/backup|restore/.test(name));
    test.each(possible)('%s', async (name) => {
      expect(await failuresOf(name, here)).toEqual([]);
    });

    test(waiting, async () => {
      expect(await ofWaiting).toEqual([]);
    });
  });
});

describe('rules and dashboards', () => checkRecordedMetrics());
