import type { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger';

/** Told what was said, or nothing (`''`): something may have been said while nobody listened. */
export type Heard = (message: string) => void;

/**
 * Tells all processes something at once. Nothing is kept: who does not listen at that moment, or
 * has lost its connection, is not told. When a channel has become audible, at first and after each
 * lost connection, its listeners hear an empty message, and look for themselves.
 */
export interface Bus {
  /** In the order given. Rejects when it is known that nobody could be told. */
  publish(channel: string, messages: readonly string[]): Promise<void>;
  /** @returns what ends the listening. */
  subscribe(channel: string, heard: Heard): () => void;
  close(): Promise<void>;
}

/** Who listens in this process, by channel. */
export class Listeners {
  private readonly byChannel = new Map<string, Set<Heard>>();

  constructor(private readonly logger: Logger) {}

  get channels(): string[] {
    return [...this.byChannel.keys()];
  }

  /** @returns whether it is the first of its channel. */
  add(channel: string, heard: Heard): boolean {
    const isFirst = !this.byChannel.has(channel);
    this.byChannel.set(channel, (this.byChannel.get(channel) ?? new Set()).add(heard));
    return isFirst;
  }

  /** @returns whether it was the last of its channel. */
  remove(channel: string, heard: Heard): boolean {
    const all = this.byChannel.get(channel);
    if (!all?.delete(heard) || all.size > 0) return false;
    return this.byChannel.delete(channel);
  }

  tell(channel: string, message: string): void {
    for (const heard of this.byChannel.get(channel) ?? []) {
      try {
        heard(message);
      } catch (error) {
        // One listener that fails must not keep the others from hearing it.
        this.logger.error({ err: error, channel }, 'a listener of the bus failed');
      }
    }
  }
}

/** Over the pub/sub of a Redis. A connection of its own is opened for the first listener. */
export function redisBus(redis: Redis, logger: Logger): Bus {
  const listeners = new Listeners(logger);
  // The databases of one Redis share their channels, while what is told is about one of them.
  const prefix = `${redis.options.db ?? 0}:`;
  let ear: Redis | null = null;
  const failed = (error: Error) => logger.warn({ reason: error.message }, 'the bus lost its Redis');

  const listenTo = async (opened: Redis, channel: string): Promise<void> => {
    try {
      await opened.subscribe(prefix + channel);
      listeners.tell(channel, '');
    } catch (error) {
      failed(error as Error);
    }
  };

  const open = (): Redis => {
    const opened = redis.duplicate({ autoResubscribe: false, commandTimeout: undefined });
    opened.on('error', failed);
    opened.on('message', (name: string, message: string) =>
      listeners.tell(name.slice(prefix.length), message),
    );
    // Also what was asked for while there was no connection.
    opened.on('ready', () => {
      for (const channel of listeners.channels) void listenTo(opened, channel);
    });
    // It goes on trying by itself; what it missed meanwhile is missed.
    opened.connect().catch(failed);
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

    subscribe(channel, heard) {
      const isFirst = listeners.add(channel, heard);
      ear ??= open();
      if (isFirst && ear.status === 'ready') void listenTo(ear, channel);
      return () => {
        if (listeners.remove(channel, heard) && ear?.status === 'ready') {
          ear.unsubscribe(prefix + channel).catch(failed);
        }
      };
    },

    async close() {
      ear?.disconnect();
    },
  };
}
