import { isRecord } from '../../../platform/config/is-record';
import { type JsonObject, own } from './json';
import type { Path } from './plan';

type Visit = (object: JsonObject, place: readonly (string | number)[]) => void;

const anyIndex = '@';

/**
 * The objects at a plan path, where `@` means every element of a list. A value of another shape has
 * none: it becomes a fault of its field when the answer is assembled.
 */
function walk(
  value: unknown,
  path: Path,
  depth: number,
  answerPath: readonly (string | number)[] | null,
  visit: Visit,
): void {
  const part = path[depth];
  if (Array.isArray(value)) {
    if (part === undefined || part === anyIndex) walkList(value, path, depth, answerPath, visit);
  } else if (!isRecord(value) || part === anyIndex) return;
  else if (part === undefined) visit(value, answerPath ?? []);
  else walk(own(value, String(part)), path, depth + 1, answerPath && [...answerPath, part], visit);
}

function walkList(
  list: readonly unknown[],
  path: Path,
  depth: number,
  answerPath: readonly (string | number)[] | null,
  visit: Visit,
): void {
  const isNamed = depth < path.length;
  for (let index = 0; index < list.length; index += 1) {
    const place = isNamed && answerPath ? [...answerPath, index] : answerPath;
    walk(list[index], path, isNamed ? depth + 1 : depth, place, visit);
  }
}

/** The objects at each path from each start, one path after the other. */
export function objectsAt(starts: readonly JsonObject[], paths: readonly Path[]): JsonObject[] {
  const objects: JsonObject[] = [];
  const visit: Visit = (object) => void objects.push(object);
  for (const path of paths) for (const start of starts) walk(start, path, 0, null, visit);
  return objects;
}

/** The path of each object in the answer, in the same order. */
export function pathsOf(start: JsonObject, path: Path): (readonly (string | number)[])[] {
  const paths: (readonly (string | number)[])[] = [];
  walk(start, path, 0, [], (_, place) => paths.push(place));
  return paths;
}
