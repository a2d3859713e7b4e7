import { setTimeout as pause } from 'node:timers/promises';
import { isSwept } from '../../platform/encryption/key-ring';
import { resealTables } from '../../platform/encryption/sealed-table';
import { msPerSecond } from '../../platform/values/time';
import { CommandError } from '../program/exit-codes';
import { whileWorking } from '../program/while-working';
import { type EncryptedStore, withEncryptedStores } from './encrypted-databases';

export interface DataKeyFacts {
  readonly database: string;
  readonly key: string;
  readonly createdAt: Date;
  /** Null for the keys in use. */
  readonly retiredAt: Date | null;
  /** When everything was encrypted under it. */
  readonly completeAt: Date | null;
}

export interface Rotation {
  readonly database: string;
  /** The key in use, under which everything is encrypted. */
  readonly key: string;
  /** Rows that were encrypted again. */
  readonly rows: number;
  /** Rows with a value that cannot be decrypted, and stays under its key. */
  readonly unreadable: readonly string[];
}

/** The share of the time in which the work runs; it pauses for the rest. */
const share = 0.5;
/** Rows that others were writing are free again. */
const betweenPassesMs = 1_000;
/** A pass that changes nothing comes soon, unless processes write under another key. */
const passesMax = 100;

/** Whether the key still encrypts: another call may have replaced it. */
async function isInUse(keys: EncryptedStore['keys'], id: string): Promise<boolean> {
  return (await keys.list()).some((row) => row.id === id && row.retiredAt === null);
}

/**
 * Goes through the tables until nothing is left in plain text or under another key than the one in
 * use, which is a newer one if another call has created it.
 */
export async function resealUntilDone({
  name,
  keys,
  tables,
}: Pick<EncryptedStore, 'name' | 'keys' | 'tables'>) {
  let rows = 0;
  for (let pass = 0; pass < passesMax; pass += 1) {
    const { changed, left, unreadable } = await resealTables(tables, { share, pause });
    rows += changed;
    const { activeId: key } = await keys.current();
    if (changed === 0 && left === 0 && (await isInUse(keys, key))) {
      const names = tables.map((table) => table.name);
      if (unreadable.length === 0) await keys.markSwept(key, names);
      return { key, rows, unreadable };
    }
    await pause(betweenPassesMs);
  }
  throw new CommandError(
    `After ${passesMax} passes values of ${name} are still written in plain text or under another key. ` +
      'Restart processes of an earlier version or with encryption.atRest off, and run it again.',
  );
}

function demandOn({ name, keys }: EncryptedStore): void {
  if (keys.settings.isOn) return;
  throw new CommandError(`Data of ${name} is not encrypted: encryption.atRest is off.`);
}

async function rotateOne(store: EncryptedStore): Promise<Rotation> {
  const { name: database, keys, recordAs } = store;
  demandOn(store);
  await keys.rotate(recordAs('data_key.rotate'));
  // Processes, this one included, may use the previous key for at most this time.
  await pause(keys.heldMs);
  return { database, ...(await resealUntilDone(store)) };
}

/** New keys for all databases; everything is encrypted under them in the end. */
export function rotateDataKeys(): Promise<Rotation[]> {
  return withEncryptedStores((stores) =>
    whileWorking('encrypting', Promise.all(stores.map(rotateOne))),
  );
}

export function listDataKeys(): Promise<DataKeyFacts[]> {
  return withEncryptedStores(async (stores) => {
    const lists = stores.map(async ({ name: database, keys, tables }) => {
      const rows = await keys.list();
      return rows.map((row) => {
        const { id: key, createdAt, retiredAt, sweptAt } = row;
        const completeAt = tables.every(({ name }) => isSwept(row, name)) ? sweptAt : null;
        return { database, key, createdAt, retiredAt, completeAt };
      });
    });
    return (await Promise.all(lists)).flat();
  }, true);
}

const refusals = {
  unknown: 'does not exist',
  active: 'is in use',
  'in-use': 'still has values: run keys rotate-data, and look for rows that it cannot decrypt',
} as const;

async function waitUntilDestroyable({ keys }: EncryptedStore, id: string): Promise<void> {
  const key = (await keys.list()).find((row) => row.id === id);
  const waitMs = key?.retiredAt ? keys.destroyableInMs(key) : 0;
  const seconds = Math.ceil(waitMs / msPerSecond);
  const title = `waiting ${seconds} s until no process can use it`;
  if (waitMs > 0) await whileWorking(title, keys.untilDestroyable(id));
}

const names = (stores: readonly EncryptedStore[]): string =>
  `expected ${stores.map(({ name }) => name).join(' or ')}`;

/** @throws CommandError if the key is used. */
export function destroyDataKey(database: string, id: string): Promise<void> {
  return withEncryptedStores(async (stores) => {
    const store = stores.find(({ name }) => name === database);
    if (store === undefined)
      throw new CommandError(`There is no database ${database}: ${names(stores)}.`);
    await waitUntilDestroyable(store, id);
    const isUsed = async () => {
      for (const table of store.tables) if (await table.uses(id)) return true;
      return false;
    };
    const outcome = await store.keys.destroy(id, isUsed, store.recordAs('data_key.destroy'));
    if (outcome !== 'destroyed') {
      const known = (await store.keys.list()).map((row) => row.id).join(', ');
      const named = outcome === 'unknown' ? ` There are: ${known}.` : '';
      throw new CommandError(`The data key ${id} of ${database} ${refusals[outcome]}.${named}`);
    }
  });
}
