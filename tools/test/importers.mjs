// Finds the suites that import a changed file, however indirectly, nearest first.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const importPattern = /\b(?:from|import|require)\b\s*\(?\s*'(\.{1,2}\/[^']+)'/g;
const codePattern = /\.(ts|tsx|mts|mjs|json)$/;
const suitePattern = /^(?!e2e\/|examples\/).*(?<!\.long)\.test\.ts$/;

/** What an import may mean: TypeScript leaves the ending out, or writes that of the output. */
const candidatesOf = (target) => [
  target,
  `${target}.ts`,
  `${target}.tsx`,
  `${target}/index.ts`,
  target.replace(/\.js$/, '.ts'),
  target.replace(/\.mjs$/, '.mts'),
];

/**
 * @param texts the text of each file, by path.
 * @returns the files that import each file.
 */
function importersOf(texts) {
  const importers = new Map();
  for (const [file, text] of texts) {
    for (const [, written] of text.matchAll(importPattern)) {
      const target = posix.join(posix.dirname(file), written);
      const found = candidatesOf(target).find((candidate) => texts.has(candidate));
      if (found !== undefined) importers.set(found, [...(importers.get(found) ?? []), file]);
    }
  }
  return importers;
}

/** The suite beside a file may reach it through a program that it starts, or by a long way. */
const suiteBeside = (file) => file.replace(/\.(tsx?|mts|mjs)$/, '.test.ts');

/**
 * The suites beside changed files, and those that reach them by their imports, except journeys, long
 * ones, and those of examples, which run where the example is a subgraph.
 */
export function suitesImporting(changed, texts) {
  const beside = changed.map(suiteBeside).filter((file) => texts.has(file));
  const importers = importersOf(texts);
  const reached = new Set(changed.filter((file) => texts.has(file)));
  // A set is walked in the order in which files are added, so that it is a queue.
  for (const file of reached)
    for (const importer of importers.get(file) ?? []) reached.add(importer);
  return [...new Set([...beside, ...reached])].filter((file) => suitePattern.test(file));
}

/** The texts of all code that git knows or would add. */
export function textsOfCode(root) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const files = stdout.split('\n').filter((file) => codePattern.test(file));
  return new Map(
    files.flatMap((file) => {
      try {
        return [[file, readFileSync(join(root, file), 'utf8')]];
      } catch (error) {
        // It was deleted, and the deletion is not committed yet.
        if (error.code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
}

/** Seconds of a suite that was not timed: it takes less than those that were. */
const untimedSeconds = 1;

/**
 * The first suites that take no longer than this together.
 * @param seconds how long suites take, by path.
 * @returns `{ chosen, leftOut }`.
 */
export function withinSeconds(suites, seconds, secondsMax) {
  let left = secondsMax;
  const place = suites.findIndex((file) => {
    left -= seconds[file] ?? untimedSeconds;
    return left < 0;
  });
  const count = place === -1 ? suites.length : place;
  return { chosen: suites.slice(0, count), leftOut: suites.slice(count) };
}
