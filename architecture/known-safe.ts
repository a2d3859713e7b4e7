import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from 'recheck/package.json';

/** A version judges always alike, so that an expression is checked once. */
const file = join(__dirname, `../node_modules/.cache/safe-expressions-${version}.json`);

function read(): string[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The expressions that were found safe here before, kept between runs. */
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
