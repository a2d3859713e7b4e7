import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import type { Bus } from '../../platform/events/bus';
import type { Viewer } from '../../platform/requests/viewer';
import { withinSignal } from '../../platform/resilience/deadline';
import { measureValue } from '../../platform/telemetry/at-scrape';
import { lookupRecorder, type RecordLookup } from '../../platform/telemetry/cache-lookups';
import { counterIn } from '../../platform/telemetry/instruments';
import { msPerSecond } from '../../platform/values/time';
import { accountKeyOf, addressKeyOf } from '../identity/viewer-keys';
import {
  bytesPerCharacter,
  keptAnswerBytesMax,
  keptAnswerOverheadBytes,
  keptAnswersBytesMax,
  keptAnswersMax,
  writersMax,
} from '../limits';
import type { Freshness } from '../operation/cache-policy';
import { catalogueMutations } from '../operation/field-rules';

/** Channel on which gateways tell each other that products changed. */
export const productChangesChannel = 'product-changes';

/** An answer that is the same for everybody. */
export interface KeptAnswer {
  readonly body: Buffer;
  readonly etag: string;
  /** What it is charged for. */
  readonly objects: number;
  readonly bytes: number;
}

/** What identifies an answer, and how fresh it has to be for whom. */
export interface AnswerQuestion {
  readonly key: string;
  readonly schema: GraphQLSchema;
  readonly freshness: Freshness;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
}

/** An execution whose answer others wait for. */
export interface Flight {
  /** Call once. @param answer null if it may not be kept. */
  land(answer: KeptAnswer | null): void;
}

/** When an execution began: its time, and its place among executions, mutations and changes. */
interface Start {
  readonly atMs: number;
  readonly place: number;
}

interface OpenFlight extends Flight {
  readonly start: Start;
  readonly landed: Promise<KeptAnswer | null>;
}

/** An answer with its age, or the execution that the caller begins. */
export type Found =
  | { readonly answer: KeptAnswer; readonly ageSeconds: number }
  | { readonly answer: null; readonly flight: Flight };

interface Entry {
  readonly answer: KeptAnswer;
  readonly start: Start;
  /** The share of the lifetime that it is kept for, so that not all expire at once. */
  readonly share: number;
  readonly bytes: number;
}

export interface KeptAnswersOptions {
  readonly settings: Pick<Configuration['cache'], 'catalogueSeconds' | 'answers'>;
  /** How old the rows of an execution may be, because a replica answers. Default: 0. */
  readonly readLagMs?: number;
  /** Whether answers are kept at all. */
  readonly isOn: () => boolean;
  /** How gateways learn of changed products; if there is none, answers live on. */
  readonly bus: Bus | undefined;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** An execution that failed is followed by one more; then each request runs by itself. */
const joinsMax = 2;
/** The shortest lifetime, as a share of the longest. */
const shareMin = 0.8;
/** The time in which a process of inventory may still read a row that it has cached. */
const changeSeenMs = 1_000;

/** Who has written: a person who has just signed out still reads their own writes. */
function writerKeysOf(viewer: Viewer): readonly string[] {
  const [account, address] = [accountKeyOf(viewer), addressKeyOf(viewer)];
  return account === address ? [account] : [account, address];
}

const nobodyWaits: Flight = { land: () => undefined };

/**
 * Public answers in memory, as bytes. Of requests for an answer that is not there, one executes. An
 * answer is as old as the start of its execution, and is not given to a viewer that has written since.
 */
export class KeptAnswers {
  private readonly entries: LRUCache<string, Entry>;
  private readonly flights = new Map<string, OpenFlight>();
  /** The place of the last mutation of each account and address. */
  private readonly writers = new LRUCache<string, number>({ max: writersMax });
  private readonly recordLookup: RecordLookup;
  private place = 0;
  private changedAtPlace = 0;
  private keepsFromMs = Number.NEGATIVE_INFINITY;
  private schema: GraphQLSchema | null = null;
  private unsubscribe: (() => void) | null = null;

  constructor(private readonly options: KeptAnswersOptions) {
    const { registry } = options;
    // The flag is read once before the first answer.
    options.isOn();
    this.recordLookup = lookupRecorder(registry, 'answers');
    const evictions = counterIn(registry, {
      name: 'gateway_kept_answer_evictions_total',
      help: 'Public answers that were evicted because too many were kept.',
    });
    this.entries = new LRUCache<string, Entry>({
      max: keptAnswersMax,
      maxSize: keptAnswersBytesMax,
      maxEntrySize: keptAnswerBytesMax,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') evictions.inc();
      },
    });
    measureValue(registry, {
      name: 'gateway_kept_answers',
      help: 'Public answers that are kept in memory.',
      read: () => this.entries.size,
    });
    measureValue(registry, {
      name: 'gateway_kept_answer_bytes',
      help: 'Memory of the public answers that are kept.',
      read: () => this.entries.calculatedSize,
    });
  }

  get isOn(): boolean {
    return this.options.isOn();
  }

  /**
   * Waits for an execution that has begun for another request, at most until the signal.
   * @throws the reason of the signal.
   */
  async find(question: AnswerQuestion): Promise<Found> {
    this.follow(question.schema);
    for (let join = 0; join <= joinsMax; join += 1) {
      const known = this.known(question);
      if (known !== null) return this.record(known);
      const open = this.flights.get(question.key);
      if (open === undefined || !this.mayJoin(open, question)) {
        this.recordLookup(false);
        return { answer: null, flight: this.begin(question) };
      }
      const answer = join < joinsMax ? await withinSignal(open.landed, question.signal) : null;
      // Those who waited get it as the one who executed does.
      if (answer !== null) return this.record({ answer, ageSeconds: 0 });
    }
    this.recordLookup(false);
    return { answer: null, flight: nobodyWaits };
  }

  /**
   * No answer that began before the mutation ended is for this account or address any longer, and
   * none for anybody if products changed.
   */
  readonly wrote = (viewer: Viewer, fields: Iterable<string>): void => {
    const place = this.nextPlace();
    for (const key of writerKeysOf(viewer)) this.writers.set(key, place);
    if (![...fields].some((field) => catalogueMutations.has(field))) return;
    this.changeProducts();
    this.options.bus?.publish(productChangesChannel, ['']).catch((error: Error) => {
      this.options.logger.warn({ reason: error.message }, 'product change not published');
    });
  };

  stop(): void {
    this.unsubscribe?.();
    this.unsubscribe = null;
  }

  private record<Result extends Found>(found: Result): Result {
    this.recordLookup(true);
    return found;
  }

  /** Another schema has other answers. Subscribes once there is something to invalidate. */
  private follow(schema: GraphQLSchema): void {
    if (this.schema !== schema) this.forget();
    this.schema = schema;
    this.unsubscribe ??=
      this.options.bus?.subscribe(productChangesChannel, this.changeProducts) ?? null;
  }

  private forget(): void {
    this.changedAtPlace = this.nextPlace();
    this.entries.clear();
  }

  private nextPlace(): number {
    this.place += 1;
    return this.place;
  }

  /** A lost connection to the bus has the same effect. */
  private readonly changeProducts = (): void => {
    this.forget();
    const { readLagMs = 0 } = this.options;
    this.keepsFromMs = performance.now() + Math.max(changeSeenMs, readLagMs);
  };

  private lifetimeMs(freshness: Freshness): number {
    const { catalogueSeconds, answers } = this.options.settings;
    const wantedMs =
      freshness === 'stock' ? answers.stockMs : answers.catalogueSeconds * msPerSecond;
    return Math.min(wantedMs, catalogueSeconds * msPerSecond);
  }

  private mayRead({ place }: Start, viewer: Viewer): boolean {
    return writerKeysOf(viewer).every((key) => place > (this.writers.get(key) ?? 0));
  }

  private known({ key, freshness, viewer }: AnswerQuestion) {
    const entry = this.entries.get(key);
    if (entry === undefined) return null;
    const { answer, start, share } = entry;
    const ageMs = performance.now() - start.atMs;
    if (ageMs >= share * this.lifetimeMs(freshness) || !this.mayRead(start, viewer)) return null;
    // Rounded up: a cache that adds its own time must not exceed the lifetime.
    return { answer, ageSeconds: Math.ceil(ageMs / msPerSecond) };
  }

  private mayJoin({ start }: OpenFlight, { freshness, viewer }: AnswerQuestion): boolean {
    const ageMs = performance.now() - start.atMs;
    const isCurrent = start.place > this.changedAtPlace && ageMs < this.lifetimeMs(freshness);
    return isCurrent && this.mayRead(start, viewer);
  }

  private begin({ key, freshness }: AnswerQuestion): Flight {
    const start = { atMs: performance.now(), place: this.nextPlace() };
    const { promise: landed, resolve } = Promise.withResolvers<KeptAnswer | null>();
    const land = (answer: KeptAnswer | null): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
      const isCurrent = start.place > this.changedAtPlace && start.atMs >= this.keepsFromMs;
      if (answer !== null && isCurrent && this.lifetimeMs(freshness) > 0) {
        this.keep(key, answer, start);
      }
      resolve(answer);
    };
    const flight: OpenFlight = { start, landed, land };
    this.flights.set(key, flight);
    return flight;
  }

  private keep(key: string, answer: KeptAnswer, start: Start): void {
    const share = shareMin + (1 - shareMin) * Math.random();
    const bytes = answer.body.length + key.length * bytesPerCharacter + keptAnswerOverheadBytes;
    this.entries.set(key, { answer, start, share, bytes });
  }
}
