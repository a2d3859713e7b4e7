/** A suite as outcome.mjs describes it. */
export interface Suite {
  readonly file: string;
  readonly hasFailed: boolean;
  readonly message: string;
  readonly seconds: number;
  readonly tests: readonly { name: string; status: string; message: string }[];
}

export interface Outcome {
  readonly suites: readonly Suite[];
  readonly errors: readonly string[];
}
