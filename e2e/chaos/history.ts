import { appendFileSync } from 'node:fs';

/** What clients do to the shop. */
export type Operation = 'place' | 'cancel' | 'ship' | 'refund' | 'adjust';

/** What a client wants to happen once, however often it has to ask. */
export interface Intention {
  readonly operation: Operation;
  /** The idempotency key; of a cancellation, which has none, a name. */
  readonly key: string;
  readonly client: number;
  /** The order that it is about; of a placing it is learnt from the answer. */
  readonly orderId: string | null;
  /** What was asked for, as far as the checks need it. */
  readonly wanted: Wanted;
}

export interface Wanted {
  readonly amount?: string;
  readonly sku?: string;
  readonly warehouse?: string;
  readonly delta?: number;
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[] | null;
  readonly token?: string;
}

/** An answer that says what became of it; all else is an unknown outcome. */
export type Outcome =
  | { readonly done: true; readonly orderId: string | null; readonly status: string | null }
  | { readonly done: false; readonly code: string; readonly orderId: string | null };

/** What is known of an intention when all is over. */
export interface Told {
  readonly intention: Intention;
  readonly outcomes: Outcome[];
  calls: number;
  unknown: number;
}

/** Every call of every client, kept in memory for the checks and in a file for people. */
export class History {
  readonly told = new Map<string, Told>();
  private calls = 0;

  constructor(private readonly file: string) {}

  invoked(intention: Intention): number {
    const told = this.told.get(intention.key) ?? { intention, outcomes: [], calls: 0, unknown: 0 };
    this.told.set(intention.key, told);
    told.calls += 1;
    this.calls += 1;
    const { operation, key, client, orderId, wanted } = intention;
    this.write({ call: this.calls, event: 'invoked', operation, key, client, orderId, wanted });
    return this.calls;
  }

  acknowledged(call: number, { key }: Intention, outcome: Outcome): void {
    this.told.get(key)?.outcomes.push(outcome);
    this.write({ call, event: 'acknowledged', key, ...outcome });
  }

  unknown(call: number, { key }: Intention, reason: string): void {
    const told = this.told.get(key);
    if (told) told.unknown += 1;
    this.write({ call, event: 'unknown', key, reason });
  }

  /** What was done to the shop stands between the calls, so that they can be told together. */
  fault(what: string): void {
    this.write({ event: 'fault', what });
  }

  violation(what: string): void {
    this.write({ event: 'violation', what });
  }

  get acknowledgedCalls(): number {
    return [...this.told.values()].reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  }

  get unknownCalls(): number {
    return [...this.told.values()].reduce((sum, { unknown }) => sum + unknown, 0);
  }

  private write(entry: object): void {
    const at = new Date().toISOString();
    appendFileSync(this.file, `${JSON.stringify({ at, ...entry })}\n`);
  }
}
