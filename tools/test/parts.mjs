// Divides the suites into parts that take about as long as each other.

/** Seconds of a suite that no recorded run has; a long one takes minutes. */
const unknownSeconds = 2;
const unknownLongSeconds = 240;

/** @returns `{ part, of }` of `2/6`. @throws Error for anything else. */
export function parsePart(text) {
  const [, part, of] = /^(\d{1,2})\/(\d{1,2})$/.exec(text)?.map(Number) ?? [];
  if (!part || !of || part > of) {
    throw new Error(`--part takes K/N with K from 1 to N, e.g. 1/6, not "${text}"`);
  }
  return { part, of };
}

/**
 * The files of one part. Each file, the slowest first, goes to the part that has least to do, so
 * that all parts of a commit together have every file once.
 * @param seconds how long files took, by path.
 */
export function filesOfPart(files, seconds, { part, of }) {
  const takes = (file) =>
    seconds[file] ?? (file.endsWith('.long.test.ts') ? unknownLongSeconds : unknownSeconds);
  const parts = Array.from({ length: of }, () => ({ files: [], seconds: 0 }));
  const slowestFirst = [...files].sort(
    (one, other) => takes(other) - takes(one) || one.localeCompare(other),
  );
  for (const file of slowestFirst) {
    const least = parts.reduce((best, each) => (each.seconds < best.seconds ? each : best));
    least.files.push(file);
    least.seconds += takes(file);
  }
  return parts[part - 1].files;
}
