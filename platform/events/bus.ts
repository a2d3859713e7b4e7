import { databaseOf } from '../redis/cluster';
import type { Redis } from '../redis/redis';
import { openSubscriber, type Subscriber } from '../redis/subscriber';
import type { Logger } from '../telemetry/logger';

/** Receives each message, and `''` when messages may have been missed. */
export type MessageListener = (message: string) => void;

/**
 * Publishes messages to all processes. Messages are not stored: a process that is not subscribed at
 * that moment, or has lost its connection, misses them. Whenever a channel is subscribed, at first
 * and after each lost connection, its listeners get an empty message and look for themselves.
 */
export interface Bus {
  /** Publishes in the given order. Rejects when no message can have been delivered. */
  publish(channel: string, messages: readonly string[]): Promise<void>;
  /** @returns a function that unsubscribes. */
  subscribe(channel: string, listener: MessageListener): () => void;
  close(): Promise<void>;
}

/** Listeners in this process, by channel. */
export class Listeners {
  private readonly byChannel = new Map<string, Set<MessageListener>>();

  constructor(private readonly logger: Logger) {}

  get channels(): string[] {
    return [...this.byChannel.keys()];
  }

  /** @returns whether it is the first of its channel. */
  add(channel: string, listener: MessageListener): boolean {
    const isFirst = !this.byChannel.has(channel);
    this.byChannel.set(channel, (this.byChannel.get(channel) ?? new Set()).add(listener));
    return isFirst;
  }

  /** @returns whether it was the last of its channel. */
  remove(channel: string, listener: MessageListener): boolean {
    const all = this.byChannel.get(channel);
    if (!all?.delete(listener) || all.size > 0) return false;
    return this.byChannel.delete(channel);
  }

  notify(channel: string, message: string): void {
    for (const listener of this.byChannel.get(channel) ?? []) {
      try {
        listener(message);
      } catch (error) {
        // One listener that fails must not keep the message from the others.
        this.logger.error({ err: error, channel }, 'bus listener failed');
      }
    }
  }
}

/** The pause before a subscription that Redis refused is repeated. */
const retryPauseMs = 2_000;

/** Uses Redis pub/sub. A dedicated connection is opened for the first listener. */
export function redisBus(redis: Redis, logger: Logger): Bus {
  const listeners = new Listeners(logger);
  // Channels are shared by all databases of a Redis, but messages concern only one.
  const prefix = `${databaseOf(redis)}:`;
  let subscriber: Subscriber | null = null;
  const failed = (error: Error) => logger.warn({ reason: error.message }, 'bus lost its Redis');

  const listenTo = async (opened: Subscriber, channel: string): Promise<void> => {
    try {
      await opened.subscribe(prefix + channel);
      listeners.notify(channel, '');
    } catch (error) {
      failed(error as Error);
      // Redis may have refused it, and a connection that lives would not be opened again.
      setTimeout(() => {
        const isWanted = opened.isReady && listeners.channels.includes(channel);
        if (isWanted) void listenTo(opened, channel);
      }, retryPauseMs).unref();
    }
  };

  const open = (): Subscriber => {
    const opened = openSubscriber(redis, {
      // Includes channels that were subscribed while there was no connection.
      onReady: () => {
        for (const channel of listeners.channels) void listenTo(opened, channel);
      },
      onMessage: (name, message) => listeners.notify(name.slice(prefix.length), message),
      onError: failed,
    });
    return opened;
  };

  return {
    async publish(channel, messages) {
      const pipeline = redis.pipeline();
      for (const message of messages) pipeline.publish(prefix + channel, message);
      const results = (await pipeline.exec()) ?? [];
      const failure = results.find(([error]) => error !== null)?.[0];
      if (failure) throw failure;
    },

    subscribe(channel, listener) {
      const isFirst = listeners.add(channel, listener);
      subscriber ??= open();
      if (isFirst && subscriber.isReady) void listenTo(subscriber, channel);
      return () => {
        if (listeners.remove(channel, listener) && subscriber?.isReady) {
          subscriber.unsubscribe(prefix + channel).catch(failed);
        }
      };
    },

    async close() {
      subscriber?.disconnect();
    },
  };
}
