import { isObject, type JsonObject, own } from './json';
import type { Path } from './plan';

type Found = (object: JsonObject, place: readonly (string | number)[]) => void;

const anyIndex = '@';

/** Objects at a path of a plan, in which `@` stands for every element of a list. */
function walk(
  value: unknown,
  path: Path,
  depth: number,
  place: readonly (string | number)[] | null,
  found: Found,
): void {
  if (value === null || value === undefined) return;
  const part = path[depth];
  if (part === undefined) {
    if (Array.isArray(value)) for (const element of value) walk(element, path, depth, place, found);
    else found(value as JsonObject, place ?? []);
    return;
  }
  if (part === anyIndex) {
    (value as unknown[]).forEach((element, index) => {
      walk(element, path, depth + 1, place && [...place, index], found);
    });
    return;
  }
  if (!isObject(value)) throw new Error(`There is no object at ${path.slice(0, depth).join('.')}.`);
  walk(own(value, String(part)), path, depth + 1, place && [...place, part], found);
}

export function objectsAt(start: JsonObject, path: Path): JsonObject[] {
  const objects: JsonObject[] = [];
  walk(start, path, 0, null, (object) => objects.push(object));
  return objects;
}

/** Where each of them stands in the answer, in the same order. */
export function placesOf(start: JsonObject, path: Path): (readonly (string | number)[])[] {
  const places: (readonly (string | number)[])[] = [];
  walk(start, path, 0, [], (_, place) => places.push(place));
  return places;
}
