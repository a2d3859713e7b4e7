import { createRequire } from 'node:module';
import path from 'node:path';

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

interface Unstable {
  readonly file: string;
  readonly test: string | null;
  readonly message: string;
}

interface Ended {
  readonly report: object | null;
  readonly hidden: {
    readonly outside: readonly string[];
    readonly hooks: Readonly<Record<string, string>>;
  } | null;
  readonly exitCode: number;
  readonly wasStopped: boolean;
}

/** What `npm run test:stress` keeps. */
interface Results {
  readonly files: Readonly<Record<string, object>>;
  readonly errors: readonly string[];
}

interface LongRow {
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What `npm run test:long` keeps. */
interface LongRecord {
  readonly commit: string;
  readonly at: string;
  readonly machine: string;
  readonly filesInAll: number;
  readonly files: Readonly<Record<string, LongRow>>;
  readonly errors: readonly string[];
}

interface Part {
  readonly part: number;
  readonly of: number;
}

/** What StrykerJS writes, as far as it is read. */
interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly object[] }>>;
}

interface MutationRecord {
  readonly groups: readonly object[];
  readonly faults: readonly string[];
}

type Judged = Outcome & { readonly unstable: readonly Unstable[] };

/** The scripts of `npm test` are plain JavaScript, which the type check does not read. */
interface Scripts {
  'changed.mjs': {
    selectionOf(changed: readonly string[]): { sources: string[]; suites: string[] };
    changedFiles(root: string, base: string): string[];
  };
  'importers.mjs': {
    suitesImporting(changed: readonly string[], texts: ReadonlyMap<string, string>): string[];
    textsOfCode(root: string): ReadonlyMap<string, string>;
    withinSeconds(
      suites: readonly string[],
      seconds: Readonly<Record<string, number>>,
      secondsMax: number,
    ): { chosen: string[]; leftOut: string[] };
  };
  'list-files.mjs': {
    testFiles(filters: readonly string[]): { file: string; project: string }[];
  };
  'stress.mjs': {
    nextBatch(
      results: Results,
      all: readonly string[],
      wanted: { runs: number; size: number },
      failed: ReadonlySet<string>,
    ): string[];
    addOutcome(results: Results, outcome: Outcome, commit: string): Results;
    stressRecord(results: Results): string;
    stressSummary(results: Results, all: readonly string[], runs: number): string[];
  };
  'parts.mjs': {
    parsePart(text: string): Part;
    filesOfPart(
      files: readonly string[],
      seconds: Readonly<Record<string, number>>,
      part: Part,
    ): string[];
  };
  'long-record.mjs': {
    addRun(
      record: LongRecord | null,
      outcome: Outcome,
      about: Omit<LongRecord, 'files' | 'errors'>,
    ): LongRecord;
    addUp(records: readonly LongRecord[]): LongRecord;
    isClean(record: LongRecord): boolean;
    secondsOf(record: LongRecord | null): Record<string, number>;
    longTestsPage(record: LongRecord): string;
  };
  'mutation-record.mjs': {
    recordOf(report: MutationReport): MutationRecord;
    mutationPage(record: MutationRecord, at: string): string;
  };
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
      runAll(): Promise<Outcome>;
      runAlone(file: string): Promise<Outcome>;
      neverAgain: readonly string[];
      log(line: string): void;
    }): Promise<Judged>;
  };
  'run-vitest.mjs': {
    runVitest(given: {
      args: readonly string[];
      environment?: Record<string, string>;
      deadlineMs: number;
      folder?: string;
      output?: 'inherit' | 'ignore';
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
