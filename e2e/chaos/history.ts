import { appendFileSync } from 'node:fs';

/** The actions of clients. */
export type Operation = 'place' | 'cancel' | 'ship' | 'refund' | 'adjust';

/** An effect that a client wants exactly once, regardless of retries. */
export interface Intention {
  readonly operation: Operation;
  /** The idempotency key; a unique name for cancellations, which have none. */
  readonly key: string;
  readonly client: number;
  /** Its order; known after the response for `placeOrder`. */
  readonly orderId: string | null;
  /** The parameters that the checks need. */
  readonly requested: RequestedEffect;
}

export interface RequestedEffect {
  readonly amount?: string;
  readonly sku?: string;
  readonly warehouse?: string;
  readonly delta?: number;
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[] | null;
  readonly token?: string;
}

/** A response with a definite outcome; everything else is an unknown outcome. */
export type Outcome =
  | { readonly done: true; readonly orderId: string | null; readonly status: string | null }
  | { readonly done: false; readonly code: string; readonly orderId: string | null };

/** An outcome and when its response arrived, in ms of Unix time. */
export type Answer = Outcome & { readonly atMs: number };

/** What is known of an intention when all is over. */
export interface IntentionRecord {
  readonly intention: Intention;
  readonly outcomes: Answer[];
  calls: number;
  unknown: number;
}

/** Every call of every client, in memory for the checks and in a file for people. */
export class History {
  readonly records = new Map<string, IntentionRecord>();
  private calls = 0;

  constructor(private readonly file: string) {}

  invoked(intention: Intention): number {
    const record = this.records.get(intention.key) ?? {
      intention,
      outcomes: [],
      calls: 0,
      unknown: 0,
    };
    this.records.set(intention.key, record);
    record.calls += 1;
    this.calls += 1;
    const { operation, key, client, orderId, requested } = intention;
    this.write({ call: this.calls, event: 'invoked', operation, key, client, orderId, requested });
    return this.calls;
  }

  acknowledged(call: number, { key }: Intention, outcome: Outcome): void {
    this.records.get(key)?.outcomes.push({ ...outcome, atMs: Date.now() });
    this.write({ call, event: 'acknowledged', key, ...outcome });
  }

  unknown(call: number, { key }: Intention, reason: string): void {
    const record = this.records.get(key);
    if (record) record.unknown += 1;
    this.write({ call, event: 'unknown', key, reason });
  }

  /** Faults are recorded between the calls, to show both on one timeline. */
  fault(what: string): void {
    this.write({ event: 'fault', what });
  }

  violation(what: string): void {
    this.write({ event: 'violation', what });
  }

  get acknowledgedCalls(): number {
    return [...this.records.values()].reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  }

  get unknownCalls(): number {
    return [...this.records.values()].reduce((sum, { unknown }) => sum + unknown, 0);
  }

  private write(entry: object): void {
    const at = new Date().toISOString();
    appendFileSync(this.file, `${JSON.stringify({ at, ...entry })}\n`);
  }
}
