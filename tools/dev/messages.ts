import type { RunningServers } from '../../cli/topology/servers';

/** Requests of `npm run dev` to the process of the shop, one at a time. */
export type ProgramRequest =
  /** Load these files of node_modules, but no code of this project. */
  | { readonly preload: readonly string[] }
  /** Load the compiled code of this project, and write the schemas that changed. */
  | { readonly load: true }
  /** Start the shop with these servers. */
  | { readonly open: RunningServers };

export type ProgramAnswer =
  | { readonly failed: string }
  | { readonly preloaded: true }
  /** The schema files that were written. */
  | { readonly loaded: readonly string[] }
  | { readonly opened: OpenedProgram };

export interface OpenedProgram {
  readonly banner: string;
  /** The files of node_modules that it has loaded, in load order. */
  readonly packages: readonly string[];
}

/** Requests of `npm run dev` to its compiler. */
export type CompilerRequest =
  /** Write the JavaScript of these files (paths from the root). */
  | { readonly emit: readonly string[] }
  /** Check the types of all code that runs. */
  | { readonly check: true };

export type CompilerAnswer =
  | { readonly emitted: Emitted }
  /** One message per error, with its location. */
  | { readonly checked: readonly string[] };

export interface Emitted {
  /** Whether one of the files belongs to the code that runs. */
  readonly isRun: boolean;
  /** Syntax errors. A file with one is not written. */
  readonly errors: readonly string[];
}
