import type { Registry } from 'prom-client';
import { measureValue } from '../../platform/telemetry/at-scrape';
import { counterIn } from '../../platform/telemetry/instruments';

/** The reason why a stream ended. */
export type StreamEnd =
  /** The client or the network closed it. */
  | 'left'
  /** It never started, because the request was rejected. */
  | 'refused'
  /** The viewer may no longer see the order. */
  | 'nothing'
  /** The token expired or was revoked, or the key was revoked. */
  | 'signed out'
  /** The client did not read its messages. */
  | 'slow'
  | 'drained';

export type StreamMetrics = ReturnType<typeof streamMetrics>;

interface Counts {
  readonly open: () => number;
  readonly blocked: () => number;
  readonly unreadBytes: () => number;
}

export function streamMetrics(registry: Registry, counts: Counts) {
  measureValue(registry, {
    name: 'gateway_streams_open',
    help: 'Open streams of live updates.',
    read: counts.open,
  });
  measureValue(registry, {
    name: 'gateway_streams_blocked',
    help: 'Open streams whose reader has not taken the last message yet.',
    read: counts.blocked,
  });
  measureValue(registry, {
    name: 'gateway_streams_unread_bytes',
    help: 'Bytes of stream messages that readers have not taken yet.',
    read: counts.unreadBytes,
  });
  const ends = counterIn(registry, {
    name: 'gateway_streams_ended_total',
    help: 'Ended streams of live updates, by reason.',
    labelNames: ['reason'],
  });
  const updates = counterIn(registry, {
    name: 'gateway_stream_updates_total',
    help: 'Order states sent on streams.',
  });
  return {
    ended: (reason: StreamEnd) => ends.inc({ reason }),
    sent: () => updates.inc(),
  };
}
