type Pair = readonly [bad: number, all: number];

/** What happened to a version in one second of a recording. */
export interface RecordedSecond {
  readonly requests: number;
  readonly failures: number;
  /** The mean response time of these requests by HAProxy; 0 without requests. */
  readonly responseMs: number;
  readonly errors: Pair;
  readonly slow: Pair;
  readonly orderErrors: Pair;
  readonly slowOrders: Pair;
  readonly blocked: Pair;
  readonly megabytes: number;
  /** The answers of each operation, by class of duration. */
  readonly times: Readonly<Record<string, readonly number[]>>;
}

/** The seconds of two versions that are equally good and have half of the requests each. */
export type Recording = (readonly [RecordedSecond, RecordedSecond])[];
