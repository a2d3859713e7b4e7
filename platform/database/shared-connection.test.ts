import type { PoolClient } from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { databaseForFile, type TestDatabase } from '../testing/database';
import { SharedConnection, usesMax } from './shared-connection';

class Broken extends Error {}

const database = databaseForFile('orders');
let line: SharedConnection;
beforeEach(() => {
  line = new SharedConnection(database.pool, (error) => error instanceof Broken);
});

const allGivenBack = () => database.pool.idleCount === database.pool.totalCount;
const itself = async (client: PoolClient) => client;

describe('a shared connection', () => {
  test('is one connection for all concurrent callers', async () => {
    const [one, two] = await Promise.all([line.use(itself), line.use(itself)]);
    expect(two).toBe(one);
    expect(allGivenBack()).toBe(true);
  });

  test('returns to the pool after an error, and is closed after one that breaks it', async () => {
    const one = await line.use(itself);
    await expect(line.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await line.use(itself)).toBe(one);
    await expect(line.use(() => Promise.reject(new Broken()))).rejects.toThrow(Broken);
    expect(await line.use(itself)).not.toBe(one);
    expect(allGivenBack()).toBe(true);
  });

  test('returns to the pool after a while even if it is never idle', async () => {
    const clients = new Set<PoolClient>();
    const stay = (previous: Promise<unknown>) =>
      line.use(async (client) => {
        clients.add(client);
        await previous;
      });
    let last: Promise<void> = Promise.resolve();
    const all = Array.from({ length: usesMax + 1 }, () => {
      last = stay(last);
      return last;
    });
    await Promise.all(all);
    expect(clients.size).toBe(2);
    expect(allGivenBack()).toBe(true);
  });

  test('rejects every caller with the reason when there is no connection', async () => {
    const away = { connect: () => Promise.reject(new Broken()) } as unknown as TestDatabase['pool'];
    const nowhere = new SharedConnection(away, () => true);
    const outcomes = await Promise.allSettled([nowhere.use(itself), nowhere.use(itself)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  });
});
