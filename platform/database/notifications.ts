import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientConfig, escapeIdentifier } from 'pg';
import type { Registry } from 'prom-client';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import { endClient } from './end-client';
import { checkDelivery } from './notification-delivery';
import { connectTimeoutMs } from './own-connection';
import { closeIfSilent } from './silence';

/** Receives each payload, and `''` when notifications may have been missed. */
export type NotificationListener = (payload: string) => void;

export interface NotificationOptions {
  /** How to reach the database: a URL in `connectionString`, or the options of a pool. */
  readonly connection: ClientConfig;
  /** Seen as `application_name` in pg_stat_activity. */
  readonly name: string;
  readonly logger: Logger;
  /**
   * A server that is only listened to would not be missed, so it is asked something this often, and
   * has 10 s to answer. Default: 60,000; until then listeners rely on their backstop poll.
   */
  readonly heartbeatMs?: number;
  /** Gets `database_notifications_connected`: 1 while notifications arrive. */
  readonly registry?: Registry;
}

export interface Notifications {
  /**
   * Listens for payloads sent by `pg_notify` on the channel. The listener also gets an empty payload
   * whenever LISTEN has just taken effect: at first, and after each lost connection.
   * @returns a function that unsubscribes.
   */
  on(channel: string, listener: NotificationListener): () => void;
  /** Whether notifications arrive; otherwise listeners rely on their backstop poll. */
  readonly isConnected: boolean;
  close(): Promise<void>;
}

const firstPauseMs = 100;
const pauseMsMax = 5_000;
const statementTimeoutMs = 5_000;
/** TCP keep-alive: idle time before the system probes the connection. */
const keepAliveMs = 10_000;
const heartbeatMsDefault = 60_000;

const statement = (verb: 'LISTEN' | 'UNLISTEN', channel: string): string =>
  `${verb} ${escapeIdentifier(channel)}`;

/**
 * Listens on a dedicated connection for the whole process: LISTEN belongs to a session, and a
 * pooled one would be handed to others. It connects in the background and reconnects until it
 * succeeds; callers never see an error.
 */
export function openNotifications(options: NotificationOptions): Notifications {
  return new NotificationConnection(options);
}

/** The connections that a registry measures: a process may listen to several databases. */
const measuredIn = new WeakMap<Registry, Map<string, Notifications>>();

class NotificationConnection implements Notifications {
  private readonly listeners = new Map<string, Set<NotificationListener>>();
  private readonly closing = new AbortController();
  private readonly reconnecting: Promise<void>;
  private client: Client | null = null;
  /** A client runs one statement at a time: the next one waits for this. */
  private lastStatement: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: NotificationOptions) {
    if (options.registry) this.measure(options.registry, options.name);
    this.reconnecting = this.reconnectUntilClosed();
  }

  get isConnected(): boolean {
    return this.client !== null;
  }

  on(channel: string, listener: NotificationListener): () => void {
    const existing = this.listeners.get(channel);
    const all = existing ?? new Set<NotificationListener>();
    this.listeners.set(channel, all.add(listener));
    if (this.client && !existing) void this.listen(this.client, channel);
    return () => {
      all.delete(listener);
      if (all.size > 0 || this.listeners.get(channel) !== all) return;
      this.listeners.delete(channel);
      if (this.client)
        this.send(this.client, statement('UNLISTEN', channel)).catch(this.reportLoss);
    };
  }

  async close(): Promise<void> {
    this.closing.abort();
    if (this.client) await endClient(this.client).catch(this.reportLoss);
    await this.reconnecting;
  }

  private measure(registry: Registry, connection: string): void {
    const known = measuredIn.get(registry);
    if (known) return void known.set(connection, this);
    const measured = new Map<string, Notifications>([[connection, this]]);
    measuredIn.set(registry, measured);
    gaugeIn(registry, {
      name: 'database_notifications_connected',
      help: 'Whether notifications of the database arrive: 1, or 0 while the connection is lost.',
      labelNames: ['connection'],
      collect() {
        for (const [name, { isConnected }] of measured)
          this.set({ connection: name }, isConnected ? 1 : 0);
      },
    });
  }

  private async reconnectUntilClosed(): Promise<void> {
    const { signal } = this.closing;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      try {
        await this.listenUntilLost(() => {
          pauseMs = firstPauseMs;
        });
      } catch (error) {
        this.reportLoss(error);
      }
      this.client = null;
      // An abort is not a failure: the loop checks the signal.
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, pauseMsMax);
    }
  }

  /** Resolves when the connection is lost or closed; rejects when it cannot be opened. */
  private async listenUntilLost(opened: () => void): Promise<void> {
    const { connection, name } = this.options;
    const options: ClientConfig = {
      ...connection,
      application_name: name,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
    };
    const client = new Client(options);
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', (error) => {
        this.reportLoss(error);
        resolve();
      });
    });
    client.on('notification', ({ channel, payload }) => this.notify(channel, payload ?? ''));
    const heartbeat = setInterval(() => {
      if (this.client === client) this.send(client, 'SELECT 1').catch(this.reportLoss);
    }, this.options.heartbeatMs ?? heartbeatMsDefault).unref();
    try {
      await client.connect();
      closeIfSilent(client, statementTimeoutMs);
      await checkDelivery(client, options, this.closing.signal);
      if (this.closing.signal.aborted) return;
      this.client = client;
      this.lastStatement = Promise.resolve();
      await Promise.all([...this.listeners.keys()].map((it) => this.listen(client, it)));
      opened();
      await lost;
    } finally {
      clearInterval(heartbeat);
      this.client = null;
      await endClient(client).catch(() => undefined);
    }
  }

  private async listen(client: Client, channel: string): Promise<void> {
    try {
      await this.send(client, statement('LISTEN', channel));
      this.notify(channel, '');
    } catch (error) {
      this.reportLoss(error);
      // A connection without all channels is worse than none, so it is opened again.
      await endClient(client).catch(() => undefined);
    }
  }

  private send(client: Client, text: string): Promise<unknown> {
    const done = this.lastStatement.then(() => client.query(text));
    this.lastStatement = done.catch(() => undefined);
    return done;
  }

  private notify(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        // One listener that fails must not keep the payload from the others.
        this.options.logger.error({ err: error, channel }, 'notification listener failed');
      }
    }
  }

  private readonly reportLoss = (error: unknown): void => {
    if (this.closing.signal.aborted) return;
    const { logger, name } = this.options;
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ reason, connection: name }, 'database notifications lost');
  };
}
