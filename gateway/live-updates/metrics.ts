import { Counter, Gauge, type Registry } from 'prom-client';

/** Why a stream ended. */
export type StreamEnd =
  /** The client has closed it, or its network has. */
  | 'left'
  /** It never began: the answer was another one. */
  | 'refused'
  /** There is nothing more to be seen for this viewer. */
  | 'nothing'
  /** The token expired or was ended, the key was revoked. */
  | 'signed out'
  /** The client did not read what it was sent. */
  | 'slow'
  | 'drained';

export type StreamMetrics = ReturnType<typeof streamMetrics>;

interface Counts {
  readonly open: () => number;
  readonly blocked: () => number;
  readonly unreadBytes: () => number;
}

export function streamMetrics(registry: Registry, counts: Counts) {
  const registers = [registry];
  const gauge: Gauge = new Gauge({
    name: 'gateway_streams_open',
    help: 'Streams of live updates that are open.',
    registers,
    collect: (): void => gauge.set(counts.open()),
  });
  const blocked: Gauge = new Gauge({
    name: 'gateway_streams_blocked',
    help: 'Of these, how many have a reader that has not taken the last message yet.',
    registers,
    collect: (): void => blocked.set(counts.blocked()),
  });
  const unread: Gauge = new Gauge({
    name: 'gateway_streams_unread_bytes',
    help: 'Bytes of messages that readers of streams have not taken yet.',
    registers,
    collect: (): void => unread.set(counts.unreadBytes()),
  });
  const ends = new Counter({
    name: 'gateway_streams_ended_total',
    help: 'Streams of live updates that have ended, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const updates = new Counter({
    name: 'gateway_stream_updates_total',
    help: 'States of orders sent on streams.',
    registers,
  });
  return {
    ended: (reason: StreamEnd) => ends.inc({ reason }),
    sent: () => updates.inc(),
  };
}
