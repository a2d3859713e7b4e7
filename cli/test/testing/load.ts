import { createRequire } from 'node:module';
import path from 'node:path';

export interface Suite {
  readonly file: string;
  readonly hasFailed: boolean;
  readonly message: string;
  readonly tests: readonly { name: string; status: string; message: string }[];
}

export interface Outcome {
  readonly suites: readonly Suite[];
  readonly errors: readonly string[];
}

interface Unstable {
  readonly file: string;
  readonly test: string | null;
  readonly message: string;
}

interface Ended {
  readonly report: object | null;
  readonly outsideErrors: readonly string[] | null;
  readonly exitCode: number;
  readonly wasStopped: boolean;
}

type Judged = Outcome & { readonly unstable: readonly Unstable[] };

/** The scripts of `npm test` are plain JavaScript, which the type check does not read. */
interface Scripts {
  'outcome.mjs': {
    outcomeOf(ended: Ended, root: string): Outcome;
    covers(entry: string, file: string): boolean;
    filesToRepeat(outcome: Outcome, neverAgain: readonly string[]): string[];
    afterRepeats(outcome: Outcome, repeats: ReadonlyMap<string, Outcome>): Judged;
    tally(outcome: Outcome): { passed: number; failed: number; skipped: number };
    summaryOf(judged: Judged): string[];
  };
  'run-and-repeat.mjs': {
    runAndRepeat(suites: {
      run(args: readonly string[]): Promise<Outcome>;
      filters: readonly string[];
      neverAgain: readonly string[];
      folder: string;
    }): Promise<Judged>;
  };
  'run-vitest.mjs': {
    runVitest(given: {
      args: readonly string[];
      environment?: Record<string, string>;
      deadlineMs: number;
      folder: string;
      output: 'inherit' | 'ignore';
    }): Promise<Outcome>;
  };
  'unstable-record.mjs': {
    recordUnstable(
      file: string,
      unstable: readonly Unstable[],
      run: { at: string; commit: string | null },
    ): void;
    explainedFiles(page: string): string[];
  };
}

const requireScript = createRequire(__filename);

export const load = <Name extends keyof Scripts>(name: Name): Scripts[Name] =>
  requireScript(path.join(__dirname, '..', name));
