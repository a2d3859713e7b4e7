import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { Logger } from '../telemetry/logger';

/** Told what was said, or nothing (`''`): something may have been said while nobody listened. */
export type Heard = (payload: string) => void;

export interface NotificationOptions {
  /** How to reach the database: a URL in `connectionString`, or the options of a pool. */
  readonly connection: ClientConfig;
  /** Seen as `application_name` in pg_stat_activity. */
  readonly name: string;
  readonly logger: Logger;
  /** Gets `database_notifications_connected`: 1 while notifications arrive. */
  readonly registry?: Registry;
}

export interface Notifications {
  /**
   * Hears what is said on the channel by `pg_notify`, and an empty payload whenever the channel
   * has just become audible: at first, and after each lost connection.
   * @returns what ends the listening.
   */
  on(channel: string, heard: Heard): () => void;
  /** Whether notifications arrive just now; while not, listeners live by their own backstop. */
  readonly isConnected: boolean;
  close(): Promise<void>;
}

const firstPauseMs = 100;
const pauseMsMax = 5_000;
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 5_000;
/** How long a silent line is trusted before the system asks the other end for a sign of life. */
const keepAliveMs = 10_000;

/**
 * Listens with one connection of its own, for everybody in the process: LISTEN belongs to a
 * session, and one of a pool would be given to others. The connection is opened in the background,
 * and again for as long as it takes when it is lost; nothing here ever fails its caller.
 */
export function listenTo(options: NotificationOptions): Notifications {
  return new Line(options);
}

class Line implements Notifications {
  private readonly listeners = new Map<string, Set<Heard>>();
  private readonly closing = new AbortController();
  private readonly kept: Promise<void>;
  private client: Client | null = null;
  /** The end of what the connection was told so far: a client takes one statement at a time. */
  private told: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: NotificationOptions) {
    if (options.registry) this.measure(options.registry, options.name);
    this.kept = this.keep();
  }

  get isConnected(): boolean {
    return this.client !== null;
  }

  on(channel: string, heard: Heard): () => void {
    const heardBefore = this.listeners.get(channel);
    const all = heardBefore ?? new Set<Heard>();
    this.listeners.set(channel, all.add(heard));
    if (this.client && !heardBefore) void this.makeAudible(this.client, channel);
    return () => {
      all.delete(heard);
      if (all.size > 0 || this.listeners.get(channel) !== all) return;
      this.listeners.delete(channel);
      if (this.client) this.send(this.client, 'UNLISTEN', channel).catch(this.failed);
    };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.client?.end().catch(this.failed);
    await this.kept;
  }

  private measure(registry: Registry, connection: string): void {
    const gauge = new Gauge({
      name: 'database_notifications_connected',
      help: 'Whether notifications of the database arrive: 1, or 0 while the line is down.',
      labelNames: ['connection'],
      registers: [registry],
      collect: (): void => gauge.set({ connection }, this.isConnected ? 1 : 0),
    });
  }

  private async keep(): Promise<void> {
    const { signal } = this.closing;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      try {
        await this.listenUntilLost(() => {
          pauseMs = firstPauseMs;
        });
      } catch (error) {
        this.failed(error);
      }
      this.client = null;
      // An end of waiting is no failure: the loop asks the signal itself.
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, pauseMsMax);
    }
  }

  /** Resolves when the connection is lost or closed; rejects when it cannot be had. */
  private async listenUntilLost(opened: () => void): Promise<void> {
    const { connection, name } = this.options;
    const client = new Client({
      ...connection,
      application_name: name,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
    });
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', (error) => {
        this.failed(error);
        resolve();
      });
    });
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    try {
      await client.connect();
      if (this.closing.signal.aborted) return;
      this.client = client;
      this.told = Promise.resolve();
      await Promise.all([...this.listeners.keys()].map((it) => this.makeAudible(client, it)));
      opened();
      await lost;
    } finally {
      this.client = null;
      await client.end().catch(() => undefined);
    }
  }

  private async makeAudible(client: Client, channel: string): Promise<void> {
    try {
      await this.send(client, 'LISTEN', channel);
      this.tell(channel, '');
    } catch (error) {
      this.failed(error);
      // A line that hears only half is worse than none: it is opened anew, with all channels.
      await client.end().catch(() => undefined);
    }
  }

  private send(client: Client, verb: 'LISTEN' | 'UNLISTEN', channel: string): Promise<unknown> {
    const done = this.told.then(() => client.query(`${verb} ${client.escapeIdentifier(channel)}`));
    this.told = done.catch(() => undefined);
    return done;
  }

  private tell(channel: string, payload: string): void {
    for (const heard of this.listeners.get(channel) ?? []) {
      try {
        heard(payload);
      } catch (error) {
        // One listener that fails must not keep the others from hearing it.
        this.options.logger.error({ err: error, channel }, 'a listener to notifications failed');
      }
    }
  }

  private readonly failed = (error: unknown): void => {
    if (this.closing.signal.aborted) return;
    const { logger, name } = this.options;
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ reason, connection: name }, 'notifications of the database are not heard');
  };
}
