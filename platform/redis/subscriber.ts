import type { Redis as Server } from 'ioredis';
import { keepConnecting, type Redis } from './client';
import { isCluster, nodeNameOf } from './cluster';
import { redisPackage } from './package';

export interface SubscriberEvents {
  /** Called with each new connection, which has no subscription yet. */
  readonly onReady: () => void;
  readonly onMessage: (channel: string, message: string) => void;
  readonly onError: (error: Error) => void;
}

/** A connection of its own, which receives what is published on any node. */
export interface Subscriber {
  readonly isReady: boolean;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

const retryPauseMs = 200;

function listenOn(connection: Server, events: SubscriberEvents): void {
  connection.on('error', events.onError);
  connection.on('message', events.onMessage);
  connection.on('ready', events.onReady);
  connection.connect().catch(events.onError);
}

function onServer(redis: Server, events: SubscriberEvents): Subscriber {
  const connection = keepConnecting(
    redis.duplicate({ autoResubscribe: false, commandTimeout: undefined }),
  );
  // ioredis reconnects by itself; messages sent in between are lost.
  listenOn(connection, events);
  // Its name may lead to another server now, to which messages are published.
  const leave = () => {
    if (connection.status === 'ready') connection.stream.destroy();
  };
  redis.on('close', leave);
  return {
    get isReady() {
      return connection.status === 'ready';
    },
    subscribe: (channel) => connection.subscribe(channel),
    unsubscribe: (channel) => connection.unsubscribe(channel),
    disconnect: () => {
      redis.off('close', leave);
      connection.disconnect();
    },
  };
}

/** A node that is lost, or left the cluster, is replaced by another one. */
function onCluster(redis: Exclude<Redis, Server>, events: SubscriberEvents): Subscriber {
  let connection: Server | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;

  const open = () => {
    timer = undefined;
    const nodes = redis.nodes().filter(({ status }) => status === 'ready');
    const node = nodes[Math.floor(Math.random() * nodes.length)];
    if (node === undefined) return later();
    const options = { ...node.options, retryStrategy: null, readOnly: false };
    const { Redis: Client } = redisPackage();
    connection = new Client({ ...options, autoResubscribe: false, lazyConnect: true });
    connection.once('end', later);
    listenOn(connection, events);
  };
  const later = () => {
    if (!isEnded) timer ??= setTimeout(open, retryPauseMs);
  };
  const onLeft = (node: Server) => {
    if (connection !== null && nodeNameOf(connection) === nodeNameOf(node)) connection.disconnect();
  };
  redis.on('-node', onLeft);
  open();

  const current = (): Server => {
    if (connection === null) throw new Error('No node of the Redis cluster is connected.');
    return connection;
  };
  return {
    get isReady() {
      return connection?.status === 'ready';
    },
    subscribe: async (channel) => current().subscribe(channel),
    unsubscribe: async (channel) => current().unsubscribe(channel),
    disconnect() {
      isEnded = true;
      clearTimeout(timer);
      redis.off('-node', onLeft);
      connection?.disconnect();
    },
  };
}

/** Opens a connection for subscriptions, which reconnects until it is disconnected. */
export function openSubscriber(redis: Redis, events: SubscriberEvents): Subscriber {
  return isCluster(redis) ? onCluster(redis, events) : onServer(redis, events);
}
