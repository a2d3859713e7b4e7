/** One row of `docs/retention.md`. */
export interface RetentionRow {
  readonly what: string;
  /** The tables of the database that hold it. */
  readonly tables?: readonly string[];
  /** How long, with `{…}` for a setting or a constant of `file`. */
  readonly retained: string;
  readonly deletedBy: string;
  /** Where that is decided; empty where nothing is ever deleted. */
  readonly file: string;
  readonly test?: string;
}

/** One row of `docs/retries.md`; its texts have `{…}` for a setting or a constant of `file`. */
export interface RetryPolicy {
  readonly what: string;
  readonly pauses: string;
  readonly until: string;
  readonly afterwards: string;
  /** Where it is decided. */
  readonly file: string;
  readonly test?: string;
}
