import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { subgraphNames } from '../../config/subgraphs';
import type { SignalReceiver } from '../../platform/testing/signal-receiver';
import type { Shop } from './shop';

/** What is stored somewhere: the place, and everything there as text. */
type Places = Map<string, string>;

const ownTables = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;

async function addTables(shop: Shop, database: string, places: Places): Promise<void> {
  const connection = await shop.database(database);
  try {
    const { rows } = await connection.query<{ name: string }>(ownTables);
    for (const { name } of rows) {
      const table = await connection.query<{ text: string }>(
        `SELECT t::text AS text FROM ${name} t`,
      );
      places.set(`${database}: ${name}`, table.rows.map(({ text }) => text).join('\n'));
    }
  } finally {
    await connection.end();
  }
}

type Read = (redis: Redis, key: string) => Promise<unknown>;

const readOf: Readonly<Record<string, Read>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, -1),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
};

async function addKeys(shop: Shop, places: Places): Promise<void> {
  const redis = new Redis(path.join(shop.dataFolder, 'data/redis/redis.sock'));
  try {
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      // It ended between the two commands.
      if (type === 'none') continue;
      const read = readOf[type];
      if (read === undefined) throw new Error(`Nobody knows how to read a ${type} of Redis.`);
      places.set(`Redis: ${key}`, `${key} ${JSON.stringify(await read(redis, key))}`);
    }
  } finally {
    redis.disconnect();
  }
}

/** Files of the servers, which are read through them, and compiled code. */
const foldersOfServers = ['postgres', 'redis', 'run', 'compile-cache'];

function addFiles(shop: Shop, places: Places): void {
  const folder = path.join(shop.dataFolder, 'data');
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.relative(folder, path.join(entry.parentPath, entry.name));
    const [top = ''] = file.split(path.sep);
    if (!entry.isFile() || foldersOfServers.includes(top)) continue;
    places.set(`file: ${file}`, readFileSync(path.join(folder, file), 'latin1'));
  }
}

/** Everything that a shop of many processes holds and tells, by place. */
async function storedText(shop: Shop, received: SignalReceiver): Promise<Places> {
  const places: Places = new Map([
    ['standard output', shop.output],
    ['logs and traces', received.text],
  ]);
  for (const database of subgraphNames) await addTables(shop, database, places);
  await addKeys(shop, places);
  addFiles(shop, places);
  return places;
}

/** The places that hold a text, whatever its case, in alphabetical order. */
export async function placesOf(
  shop: Shop,
  received: SignalReceiver,
  pattern: RegExp,
): Promise<string[]> {
  const places = await storedText(shop, received);
  return [...places]
    .filter(([, text]) => pattern.test(text))
    .map(([place]) => place)
    .sort();
}
