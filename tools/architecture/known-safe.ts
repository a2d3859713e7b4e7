import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'recheck/package.json';

/** The verdicts of one version of the checker, which are deterministic, and take minutes together. */
interface Verdicts {
  readonly recheck: string;
  readonly safe: readonly string[];
}

const file = join(__dirname, 'known-safe.json');

const record = JSON.parse(readFileSync(file, 'utf8')) as Verdicts;

/** Expressions that this version of the checker has found safe. */
export const knownSafe: ReadonlySet<string> = new Set(
  record.recheck === version ? record.safe : [],
);

/** Writes what is committed with the expressions: only new ones are checked in the next run. */
export function keepKnownSafe(literals: ReadonlySet<string>): void {
  const isSame = knownSafe.size === literals.size && [...literals].every((it) => knownSafe.has(it));
  if (isSame) return;
  const verdicts: Verdicts = { recheck: version, safe: [...literals].sort() };
  writeFileSync(file, `${JSON.stringify(verdicts, null, 2)}\n`);
}
