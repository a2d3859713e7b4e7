import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Registry } from 'prom-client';
import type { Dispatcher } from 'undici';
import { msPerSecond } from '../values/time';
import { counterIn, histogramIn } from './instruments';

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics of calls to servers of others; without a registry they are not recorded. */
export interface OutgoingMetrics {
  /** @param isOpen false if it could not be opened. */
  connected(isOpen: boolean): void;
  /** @param tookMs time from the call to the headers of its response. */
  answered(tookMs: number): void;
}

export const noOutgoingMetrics: OutgoingMetrics = {
  connected: () => undefined,
  answered: () => undefined,
};

/** @param target whose servers they are. */
export function outgoingMetrics(registry: Registry, target: string): OutgoingMetrics {
  const connections = counterIn(registry, {
    name: 'outgoing_connections_total',
    help: 'New connections to servers outside this system, by target and outcome: opened or failed.',
    labelNames: ['target', 'outcome'],
  });
  const firstBytes = histogramIn(registry, {
    name: 'outgoing_time_to_first_byte_seconds',
    help: 'Time from a call of a server outside this system to its response headers, a new connection included.',
    labelNames: ['target'],
    buckets,
  });
  return {
    connected: (isOpen) => connections.inc({ target, outcome: isOpen ? 'opened' : 'failed' }),
    answered: (tookMs) => firstBytes.observe({ target }, tookMs / msPerSecond),
  };
}

/** Counts the connections of an agent or a pool of undici. */
export function countConnections(dispatcher: Dispatcher, metrics: OutgoingMetrics): void {
  dispatcher.on('connect', () => metrics.connected(true));
  dispatcher.on('connectionError', () => metrics.connected(false));
}

/** An agent of node:https that keeps connections alive and counts new ones. */
export class CountingAgent extends Agent {
  constructor(
    private readonly metrics: OutgoingMetrics,
    authority: string | undefined,
  ) {
    super({ keepAlive: true, ...(authority !== undefined && { ca: authority }) });
  }

  override createConnection(
    ...args: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(...args);
    if (socket) this.count(socket);
    return socket;
  }

  private count(socket: Duplex): void {
    let isCounted = false;
    const count = (isOpen: boolean) => {
      if (!isCounted) this.metrics.connected(isOpen);
      isCounted = true;
    };
    socket.once('secureConnect', () => count(true));
    socket.once('close', () => count(false));
  }
}
