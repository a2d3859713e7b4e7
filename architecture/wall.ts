import type { SourceFile } from './source-tree';

export interface Violation {
  readonly path: string;
  /** Counted from 1; left out where the whole file or folder is meant. */
  readonly line?: number;
  readonly message: string;
}

/** Files of a fixture by path, under a name that finishes "it refuses …" or "it accepts …". */
export type Fixtures = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A rule that the whole tree obeys, and the fixtures that prove it would notice a breach. */
export interface Wall {
  readonly name: string;
  readonly why: string;
  readonly check: (files: readonly SourceFile[]) => Violation[];
  readonly refuses: Fixtures;
  readonly accepts: Fixtures;
}

/** `path:line message`, as editors and terminals make links of. */
export function violationText({ path, line, message }: Violation): string {
  return line === undefined ? `${path} ${message}` : `${path}:${line} ${message}`;
}
