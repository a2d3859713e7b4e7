import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { queryOnce } from '../../platform/database/own-connection';
import { waitUntil } from '../../platform/process/process-table';

interface Write {
  readonly atMs: number;
  /** The port of the server that accepted the write. */
  readonly port: number;
}

const pauseMs = 30;
/** A write that takes longer counts as failed: the server may wait for a standby that has gone. */
const attemptMs = 1_000;

const createTable = 'CREATE TABLE IF NOT EXISTS written (at timestamptz NOT NULL DEFAULT now())';
const insert = 'INSERT INTO written DEFAULT VALUES RETURNING inet_server_port() AS port';

async function write(url: string, text: string): Promise<Write> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: attemptMs,
    query_timeout: attemptMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ port: number }>(text);
    return { atMs: Date.now(), port: rows[0]?.port ?? 0 };
  } finally {
    // The end of a connection to a server that hangs would be waited for without limit.
    client.end().catch(() => undefined);
  }
}

/** Writes a row again and again, each on a new connection, until it is stopped. */
export class WriteProbe {
  private readonly writes: Write[] = [];
  private isStopping = false;
  private readonly running: Promise<void>;

  /**
   * @param text a write that returns the port of its server as `port`; by default, an insert into
   * the table of `prepare`.
   */
  constructor(
    private readonly url: string,
    private readonly text = insert,
  ) {
    this.running = this.run();
  }

  static async prepare(url: string): Promise<void> {
    await queryOnce(url, createTable);
  }

  /** @returns when the server with this port first did a write; null if it does none in time. */
  async writtenBy(port: number, deadlineMs: number): Promise<number | null> {
    const found = () => this.writes.find((one) => one.port === port);
    await waitUntil(() => found() !== undefined, deadlineMs);
    return found()?.atMs ?? null;
  }

  /** The longest time between two writes. */
  get longestGapMs(): number {
    const times = this.writes.map(({ atMs }) => atMs);
    return Math.max(0, ...times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const done = await write(this.url, this.text).catch(() => null);
      if (done) this.writes.push(done);
      await delay(pauseMs);
    }
  }
}
