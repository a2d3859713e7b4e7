import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DatabaseServers, ShopOnDatabases } from './shop-on-databases';

/** PostgreSQL runs as another account, which has to pass the folder. */
const entered = 0o711;

interface StartedServers extends DatabaseServers {
  /** Settings of a shop on them, besides their URLs. */
  readonly settings?: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface OnServersOptions<Servers> {
  readonly start: (folder: string) => Promise<Servers>;
  /** What the servers need before the shop starts. */
  readonly prepare?: (servers: Servers) => Promise<void>;
}

/** Runs a drill in a temporary folder, which is deleted when the drill has stopped what it started. */
async function inDrillFolder<Result>(drill: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
  chmodSync(folder, entered);
  try {
    return await drill(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a drill with a distributed shop on database servers, both in a temporary folder. They are
 * stopped afterwards.
 */
export function onServers<Servers extends StartedServers, Result>(
  { start, prepare }: OnServersOptions<Servers>,
  drill: (servers: Servers, shop: ShopOnDatabases) => Promise<Result>,
): Promise<Result> {
  return inDrillFolder(async (folder) => {
    const servers = await start(folder);
    try {
      await prepare?.(servers);
      const shopFolder = path.join(folder, 'shop');
      mkdirSync(shopFolder);
      const shop = await ShopOnDatabases.start(shopFolder, servers, servers.settings);
      try {
        return await drill(servers, shop);
      } finally {
        await shop.stop();
      }
    } finally {
      await servers.stop();
    }
  });
}
