import { isObject, type JsonObject, own } from './json';
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
  if (part === undefined) {
    if (Array.isArray(value))
      for (const element of value) walk(element, path, depth, answerPath, visit);
    else if (isObject(value)) visit(value, answerPath ?? []);
  } else if (part === anyIndex && Array.isArray(value)) {
    value.forEach((element: unknown, index) => {
      walk(element, path, depth + 1, answerPath && [...answerPath, index], visit);
    });
  } else if (part !== anyIndex && isObject(value))
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
