import { PollLoop } from '../../../../platform/events/poll-loop';
import { isDatabaseUnavailable } from '../../../../platform/net/unavailable';
import { TimeoutError, withDeadline, withinSignal } from '../../../../platform/resilience/deadline';
import type { Logger } from '../../../../platform/telemetry/logger';
import { type ShardPlace, shardPlacesChannel } from '../shard-places';
import type { ShardMap, SpreadDatabase } from './shard-map';

/** Notifications arrive sooner; a move keeps the rows that it has left behind for longer. */
const backstopMs = 2_000;
const answerMsMax = 1_500;

interface Known {
  readonly fingerprint: string;
  readonly places: readonly ShardPlace[];
}

async function readPlaces({ store }: SpreadDatabase, known: Known | null): Promise<Known> {
  const fingerprint = await store.shardPlaces.fingerprint();
  if (fingerprint === known?.fingerprint) return known;
  return { fingerprint, places: await store.shardPlaces.read() };
}

/** Keeps a map as the databases say: a shard may move while this process runs. */
export class MoveFollower {
  private readonly known = new Map<SpreadDatabase, Known | null>();
  private readonly loop: PollLoop<void>;
  private readonly unsubscribers: (() => void)[];

  constructor(
    private readonly map: ShardMap,
    logger: Logger,
  ) {
    this.loop = new PollLoop({
      work: () => this.refresh(),
      onError: (error) => logger.warn({ err: error }, 'places of shards could not be read'),
      lingerMs: 0,
      backstopMs,
    });
    this.unsubscribers = map.all.flatMap(({ notifications }) =>
      notifications ? [notifications.on(shardPlacesChannel, this.loop.wake)] : [],
    );
  }

  /** Reads the places, and follows them from then on. */
  async start(): Promise<void> {
    await this.refresh();
    this.loop.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribers) unsubscribe();
    await this.loop.stop();
  }

  /** A database that is down keeps the places that it had, and may have received shards since. */
  private async refresh(): Promise<void> {
    const away: SpreadDatabase[] = [];
    await Promise.all(
      this.map.all.map(async (one) => {
        const known = this.known.get(one) ?? null;
        try {
          const read = withDeadline(answerMsMax, (signal) =>
            withinSignal(readPlaces(one, known), signal),
          );
          this.known.set(one, await read);
        } catch (error) {
          if (!(error instanceof TimeoutError || isDatabaseUnavailable(error))) throw error;
          this.known.set(one, known);
          away.push(one);
        }
      }),
    );
    const places = [...this.known].map(([one, known]) => [one, known?.places ?? null] as const);
    this.map.follow(new Map(places), away);
  }
}
