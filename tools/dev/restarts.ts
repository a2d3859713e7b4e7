import type { RunningServers } from '../../cli/topology/servers';
import { msPerSecond } from '../../platform/values/time';
import type { Compiler } from './compile';
import { ProgramError, type ProgramProcess, startProgram } from './program-process';
import type { SavedFiles } from './sources';

export interface RestartsOptions {
  readonly servers: RunningServers;
  readonly compiler: Compiler;
  /** Updates dist/ for files that are not TypeScript. @returns an error message, or null. */
  readonly build: (files: readonly string[]) => Promise<string | null>;
  /** Prints a text. */
  readonly print: (text: string) => void;
}

const filesNamedMax = 3;
const errorsShownMax = 20;
const waiting = 'Waiting for a change.';

function first(texts: readonly string[], max: number, separator: string): string {
  const others = texts.length - max;
  const shown = texts.slice(0, max).join(separator);
  return others > 0 ? `${shown}${separator}and ${others} more` : shown;
}

const isCode = (file: string): boolean => file.endsWith('.ts');

/**
 * Runs the shop, and replaces its process after each saved change that compiles. Until then the old
 * process serves. The next process is started in advance and loads the packages, so that only the
 * code of this project is left to load.
 */
export class Restarts {
  readonly #options: RestartsOptions;
  readonly #saved = new Set<string>();
  #savedAtMs = 0;
  #running: ProgramProcess | null = null;
  #next: ProgramProcess | null = null;
  #packages: readonly string[] = [];
  #turn: Promise<void> | null = null;
  #isStopping = false;

  constructor(options: RestartsOptions) {
    this.#options = options;
  }

  /** Starts the first process. If that fails, waits for a change. */
  start(): Promise<void> {
    this.#turn = this.#openFirst().then(() => this.#takeTurns());
    return this.#turn;
  }

  /** Files saved during a restart are handled together in the next one. */
  save({ files, atMs }: SavedFiles): void {
    if (this.#saved.size === 0) this.#savedAtMs = atMs;
    for (const file of files) this.#saved.add(file);
    this.#turn ??= this.#takeTurns();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#turn;
    await Promise.all([this.#running?.stop(), this.#next?.stop()]);
  }

  async #openFirst(): Promise<void> {
    const program = startProgram();
    const { fault } = await loaded(program);
    if (fault !== null) await program.stop();
    const errors = fault === null ? await this.#open(program, (banner) => banner) : [fault];
    this.#report('The start failed', errors);
  }

  async #takeTurns(): Promise<void> {
    while (this.#saved.size > 0 && !this.#isStopping) {
      const files = [...this.#saved];
      const atMs = this.#savedAtMs;
      this.#saved.clear();
      const saved = first(files, filesNamedMax, ', ');
      this.#report(`Not served: ${saved}`, await this.#restart(files, atMs));
    }
    this.#turn = null;
  }

  #report(what: string, errors: readonly string[]): void {
    if (errors.length === 0) return;
    const state = this.#running ? 'The old process keeps serving.' : waiting;
    const shown = first(errors, errorsShownMax, '\n').replaceAll('\n', '\n  ');
    this.#options.print(`${what}\n  ${shown}\n${state}\n`);
  }

  /** @returns the errors; empty if the change is served, or if it does not affect what runs. */
  async #restart(files: readonly string[], atMs: number): Promise<readonly string[]> {
    const { build, compiler } = this.#options;
    const others = files.filter((file) => !isCode(file));
    const failure = others.length > 0 ? await build(others) : null;
    if (failure !== null) return [failure];
    const { isRun, errors } = await compiler.emit(files.filter(isCode));
    if (errors.length > 0) return errors;
    if (!isRun && others.length === 0) return [];

    const program = this.#next ?? startProgram();
    this.#next = null;
    // Loading and type-checking run in parallel. Type errors explain more than load errors.
    const loading = loaded(program);
    const faults = await compiler.check();
    const { schemas, fault } = await loading;
    if (faults.length > 0 || fault !== null) {
      await program.stop();
      this.#prepareNext();
      return faults.length > 0 ? faults : [fault ?? ''];
    }
    await this.#stopRunning();
    return this.#open(program, () => {
      const seconds = ((performance.now() - atMs) / msPerSecond).toFixed(2);
      const written = schemas.length > 0 ? ` Written: ${schemas.join(', ')}.` : '';
      const saved = first(files, filesNamedMax, ', ');
      return `Serving ${saved}, ${seconds} s after the save.${written}\n`;
    });
  }

  /** @returns the errors; empty if it serves. */
  async #open(
    program: ProgramProcess,
    greeting: (banner: string) => string,
  ): Promise<readonly string[]> {
    const { servers, print } = this.#options;
    try {
      const { banner, packages } = await program.open(servers);
      this.#packages = packages;
      this.#running = program;
      print(greeting(banner));
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      await program.stop();
      return [error.message];
    } finally {
      this.#prepareNext();
    }
    void program.ended.then((end) => {
      if (this.#running !== program || this.#isStopping) return;
      this.#running = null;
      print(`The shop ended (${end}). ${waiting}\n`);
    });
    return [];
  }

  async #stopRunning(): Promise<void> {
    const program = this.#running;
    this.#running = null;
    await program?.stop();
  }

  /** A failure shows when it is asked to load the code. */
  #prepareNext(): void {
    if (this.#isStopping) return;
    this.#next ??= startProgram();
    this.#next.preload(this.#packages).catch(() => undefined);
  }
}

async function loaded(program: ProgramProcess): Promise<{
  readonly schemas: readonly string[];
  readonly fault: string | null;
}> {
  try {
    return { schemas: await program.load(), fault: null };
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    return { schemas: [], fault: error.message };
  }
}
