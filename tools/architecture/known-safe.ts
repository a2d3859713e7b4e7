import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from 'recheck/package.json';

/** The cache has a file for each version of the checker, whose verdicts are deterministic. */
const file = join(__dirname, `../../node_modules/.cache/safe-expressions-${version}.json`);

function read(): string[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Expressions that were found safe in earlier runs. */
export class KnownSafe {
  readonly #literals = new Set(read());

  has(literal: string): boolean {
    return this.#literals.has(literal);
  }

  add(literal: string): void {
    this.#literals.add(literal);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify([...this.#literals]));
    renameSync(`${file}.${process.pid}`, file);
  }
}
