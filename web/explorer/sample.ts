/** A sample operation of the explorer. */
export interface Sample {
  readonly title: string;
  /** The demo account that may run it; null if nobody needs to sign in. */
  readonly account: string | null;
  readonly query: string;
  /** Texts may contain the placeholders below. */
  readonly variables?: object;
}

export interface Journey {
  readonly title: string;
  readonly samples: readonly Sample[];
}

/** The order that was placed or read last in this explorer. */
export const orderPlaceholder = 'LAST_ORDER_ID';
/** A new idempotency key each time the sample is opened. */
export const keyPlaceholder = 'NEW_KEY';
