import { inputNameCharactersMax } from '../limits';
import { isComposite } from './input-rows';

interface Place {
  readonly within: object;
  readonly key: string;
  readonly outer: Place | null;
}

function pathTo(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.outer; at = at.outer) path.unshift(at.key);
  return path;
}

/**
 * The path to the first object in a value with a field name longer than every name of the schema;
 * null if there is none. graphql-js would quote such a name in several messages and compare it with
 * every field, which takes it 40 ms for half a megabyte. Not recursive, since the value may be
 * nested very deeply.
 */
export function pathOfLongName(value: unknown): readonly string[] | null {
  const open: Place[] = isComposite(value) ? [{ within: value, key: '', outer: null }] : [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { within } = place;
    const isList = Array.isArray(within);
    for (const key of Object.keys(within)) {
      if (!isList && key.length > inputNameCharactersMax) return pathTo(place);
      const inner = (within as Readonly<Record<string, unknown>>)[key];
      if (isComposite(inner)) open.push({ within: inner, key, outer: place });
    }
  }
  return null;
}
