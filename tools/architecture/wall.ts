import type { SourceFile } from './source-tree';

export interface Violation {
  readonly path: string;
  /** The line from 1; absent if the whole file or folder is meant. */
  readonly line?: number;
  readonly message: string;
}

/** Files of a fixture by path, under a name that completes "it refuses …" or "it accepts …". */
export type Fixtures = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A rule for the whole tree, with fixtures that prove that it detects violations. */
export interface Wall {
  readonly name: string;
  readonly why: string;
  readonly check: (files: readonly SourceFile[]) => Violation[];
  readonly refuses: Fixtures;
  readonly accepts: Fixtures;
}

/** `path:line message`, which editors and terminals turn into links. */
export function violationText({ path, line, message }: Violation): string {
  return line === undefined ? `${path} ${message}` : `${path}:${line} ${message}`;
}
