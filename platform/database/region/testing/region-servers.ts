import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { freePort } from '../../../testing/free-port';
import { silentLogger as logger } from '../../../testing/silent-logger';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../embedded';
import { withClient } from '../../own-connection';
import type { DatabasePair } from '../connect';

const schema = `
  CREATE TABLE _prisma_migrations (id text PRIMARY KEY);
  CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
  CREATE TABLE words (word text NOT NULL);
  CREATE TABLE days (day date NOT NULL, n integer NOT NULL, PRIMARY KEY (day)) PARTITION BY RANGE (day);
  CREATE TABLE days_common PARTITION OF days DEFAULT;
  CREATE ROLE visitor LOGIN PASSWORD 'visitor';
  GRANT ALL ON ALL TABLES IN SCHEMA public TO visitor;`;

export const query = (url: string, text: string) =>
  withClient({ connectionString: url }, async (client) => (await client.query(text)).rows);

/** A session that has begun, as that of a pool, and stays open until the test ends. */
export async function sessionOf(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  onTestFinished(() => client.end());
  await client.connect();
  return client;
}

/** The databases of the region that follows refuse writes by default. */
export const writing = (text: string): string => `BEGIN READ WRITE; ${text}; COMMIT`;

const hookMs = 180_000;

/** Two regions for the tests of a file, which end with it. */
export function twoRegions(folder: string) {
  const { servers, start, urlOf, visitorUrl } = regionServers(folder);
  beforeAll(async () => {
    const logical = { wal_level: 'logical', max_slot_wal_keep_size: '256MB' };
    await Promise.all([start('near', logical), start('far', logical)]);
  }, hookMs);
  afterAll(async () => {
    for (const server of Object.values(servers)) await server.stop();
  });
  const pairs = (source: string, target: string): DatabasePair[] => [
    { name: 'goods', source: urlOf(source), target: urlOf(target) },
  ];
  return { servers, pairs, urlOf, visitorUrl };
}

/** Servers with a database `goods`, by the name of their region. */
function regionServers(folder: string) {
  const servers: Record<string, EmbeddedPostgres> = {};
  const urlOf = (name: string): string => servers[name]?.tcpUrl('goods') ?? '';
  return {
    servers,
    urlOf,

    /** The URL of an application, which does not own the tables. */
    visitorUrl(name: string): string {
      const url = new URL(urlOf(name));
      [url.username, url.password] = ['visitor', 'visitor'];
      return url.href;
    },

    async start(name: string, settings: Record<string, string>): Promise<void> {
      const port = await freePort();
      const given = { dataFolder: path.join(folder, name), logger, durable: false, port };
      const first = await startEmbeddedPostgres(given);
      for (const [setting, value] of Object.entries(settings)) {
        await query(first.tcpUrl('postgres'), `ALTER SYSTEM SET ${setting} = '${value}'`);
      }
      await query(first.tcpUrl('postgres'), 'CREATE DATABASE goods');
      await query(first.tcpUrl('goods'), schema);
      await query(first.tcpUrl('goods'), `INSERT INTO _prisma_migrations VALUES ('${name}')`);
      await first.stop();
      servers[name] = await startEmbeddedPostgres(given);
    },
  };
}
