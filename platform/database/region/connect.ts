import { Client } from 'pg';
import { endClient } from '../end-client';
import { connectTimeoutMs } from '../own-connection';
import { closeIfSilent } from '../silence';
import { writeAnyway } from '../write-anyway';

/** A database in two regions. */
export interface DatabasePair {
  readonly name: string;
  /** The URL of the role that owns the database, where writes are accepted. */
  readonly source: string;
  /** The URL of the same role on the server that follows. */
  readonly target: string;
}

/** Connections to both. */
export interface OpenPair {
  readonly name: string;
  readonly pair: DatabasePair;
  readonly source: Client;
  readonly target: Client;
}

const statementTimeoutMs = 60_000;
/** A lock for longer would stop the shop. */
const lockTimeoutMs = 2_000;

async function connectTo(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'region',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    options: writeAnyway,
  });
  // The reason is in the rejection of the next query; an unhandled event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  closeIfSilent(client, statementTimeoutMs);
  return client;
}

/** Runs an action with connections to all databases of both regions, and closes them. */
export async function withPairs<Result>(
  pairs: readonly DatabasePair[],
  action: (open: readonly OpenPair[]) => Promise<Result>,
): Promise<Result> {
  const clients: Client[] = [];
  const connect = async (url: string) => {
    const client = await connectTo(url);
    clients.push(client);
    return client;
  };
  try {
    const open: OpenPair[] = [];
    for (const pair of pairs) {
      const source = await connect(pair.source);
      open.push({ name: pair.name, pair, source, target: await connect(pair.target) });
    }
    return await action(open);
  } finally {
    await Promise.all(clients.map(endClient));
  }
}

/** The same with the databases of one region, for when the other one is lost. */
export async function withDatabases<Result>(
  urls: readonly string[],
  action: (clients: readonly Client[]) => Promise<Result>,
): Promise<Result> {
  const clients: Client[] = [];
  try {
    for (const url of urls) clients.push(await connectTo(url));
    return await action(clients);
  } finally {
    await Promise.all(clients.map(endClient));
  }
}

/** Arbitrary unique advisory lock: one command changes a region at a time. */
const regionLock = 7_219_340_233;

/**
 * Two moves at once would take back steps of each other, after which both regions could accept
 * writes. The turn ends with the connections.
 * @throws Error while another command has it.
 */
export async function takeTurn(open: readonly OpenPair[]): Promise<void> {
  for (const { target } of open) {
    const { rows } = await target.query<{ isOurs: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isOurs"',
      [regionLock],
    );
    if (rows[0]?.isOurs) continue;
    throw new Error(
      'Another command moves or copies these databases. Wait until it ends, or end its session (pg_stat_activity has it as region).',
    );
  }
}
