import { isRecord } from '../../../platform/config/is-record';
import { type JsonObject, own, put } from './json';
import type { Rewrite } from './plan';
import type { IsOfType } from './types';

/** Rewrites data sent to or received from a subgraph. */
export type Change = (value: unknown) => void;

const fragmentPrefix = '... on ';

function change(rewrite: Rewrite, key: string): (object: JsonObject) => void {
  if (rewrite.kind === 'ValueSetter') return (object) => put(object, key, rewrite.setValueTo);
  return (object) => {
    const value = own(object, key);
    if (!value) return;
    put(object, rewrite.renameKeyTo, value);
    put(object, key, undefined);
  };
}

function below(part: string, inner: Change, isOfType: IsOfType): Change {
  if (!part.startsWith(fragmentPrefix)) return (value) => inner(own(value as JsonObject, part));
  const condition = part.slice(fragmentPrefix.length);
  return (value) => {
    if (isOfType(value as JsonObject, condition, true)) inner(value);
  };
}

/** Descends into lists at any depth and skips missing values. */
function inEach(inner: Change): Change {
  const walk: Change = (value) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (isRecord(value)) inner(value);
  };
  return walk;
}

/** Compiles rewrites of field and type names; null if there are none. */
export function changes(
  rewrites: readonly Rewrite[] | undefined,
  isOfType: IsOfType,
): Change | null {
  const all = (rewrites ?? []).flatMap((rewrite) => {
    const key = rewrite.path.at(-1);
    if (key === undefined) return [];
    const start = inEach(change(rewrite, key) as Change);
    return rewrite.path
      .slice(0, -1)
      .reduceRight<Change>((inner, part) => inEach(below(part, inner, isOfType)), start);
  });
  if (all.length === 0) return null;
  return (value) => {
    for (const one of all) one(value);
  };
}
