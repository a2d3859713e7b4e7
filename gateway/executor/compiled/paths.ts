import { isObject, type JsonObject, own } from './json';
import type { Path } from './plan';

type Visit = (object: JsonObject, place: readonly (string | number)[]) => void;

const anyIndex = '@';

/** The objects at a plan path, where `@` means every element of a list. */
function walk(
  value: unknown,
  path: Path,
  depth: number,
  answerPath: readonly (string | number)[] | null,
  visit: Visit,
): void {
  if (value === null || value === undefined) return;
  const part = path[depth];
  if (part === undefined) {
    if (Array.isArray(value))
      for (const element of value) walk(element, path, depth, answerPath, visit);
    else visit(value as JsonObject, answerPath ?? []);
    return;
  }
  if (part === anyIndex) {
    (value as unknown[]).forEach((element, index) => {
      walk(element, path, depth + 1, answerPath && [...answerPath, index], visit);
    });
    return;
  }
  if (!isObject(value)) throw new Error(`There is no object at ${path.slice(0, depth).join('.')}.`);
  walk(own(value, String(part)), path, depth + 1, answerPath && [...answerPath, part], visit);
}

export function objectsAt(start: JsonObject, path: Path): JsonObject[] {
  const objects: JsonObject[] = [];
  walk(start, path, 0, null, (object) => objects.push(object));
  return objects;
}

/** The path of each object in the answer, in the same order. */
export function pathsOf(start: JsonObject, path: Path): (readonly (string | number)[])[] {
  const paths: (readonly (string | number)[])[] = [];
  walk(start, path, 0, [], (_, place) => paths.push(place));
  return paths;
}
