import { isObject, type JsonObject, merge, own, put } from './json';
import type { Selection } from './plan';
import type { IsOfType } from './types';

/** The representation of an entity for a subgraph; null if a required field is missing. */
export type Represent = (entity: JsonObject) => JsonObject | null;

type Add = (entity: JsonObject, representation: JsonObject) => boolean;

function field(selection: Extract<Selection, { kind: 'Field' }>, isOfType: IsOfType): Add {
  const name = selection.alias ?? selection.name;
  const inner = selection.selections && representation(selection.selections, isOfType);
  const copy = (value: unknown): unknown => {
    if (!inner) return value;
    if (Array.isArray(value)) return value.map(copy);
    return isObject(value) ? inner(value) : null;
  };
  return (entity, made) => {
    const value = own(entity, name);
    if (value === undefined) return false;
    put(made, name, copy(value));
    return true;
  };
}

function fragment(
  { typeCondition, selections }: Extract<Selection, { kind: 'InlineFragment' }>,
  isOfType: IsOfType,
): Add {
  const inner = representation(selections, isOfType);
  return (entity, made) => {
    if (typeCondition === undefined || !isOfType(entity, typeCondition, false)) return true;
    const part = inner(entity);
    if (part) merge(made, part);
    return true;
  };
}

/** Compiles the `requires` of a fetch. */
export function representation(selections: readonly Selection[], isOfType: IsOfType): Represent {
  const adds = selections.map((selection) =>
    selection.kind === 'Field' ? field(selection, isOfType) : fragment(selection, isOfType),
  );
  return (entity) => {
    const made: JsonObject = {};
    return adds.every((add) => add(entity, made)) ? made : null;
  };
}
