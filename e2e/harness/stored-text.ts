import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { subgraphNames } from '../../config/subgraphs';
import type { SignalReceiver } from '../../platform/testing/signal-receiver';
import { tableTexts } from './dump';
import { furtherDatabases } from './order-databases';
import type { Shop } from './shop';

/** What is stored somewhere: the place, and everything there as text. */
type Places = Map<string, string>;

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
  for (const database of subgraphNames) {
    const texts = await tableTexts(shop, database);
    for (const [name, text] of texts) places.set(`${database}: ${name}`, text);
  }
  for (const database of furtherDatabases()) {
    for (const [name, text] of await tableTexts(shop, database)) {
      const place = `orders: ${name}`;
      places.set(place, `${places.get(place) ?? ''}${text}`);
    }
  }
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
