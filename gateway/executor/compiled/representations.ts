import { isRecord } from '../../../platform/config/is-record';
import { isInherited, type JsonObject, merge, own, put } from './json';
import type { Selection } from './plan';
import type { IsOfType } from './types';

/** The representation of an entity for a subgraph; null if a required field is missing. */
export type Represent = (entity: JsonObject) => JsonObject | null;

type Add = (entity: JsonObject, representation: JsonObject) => boolean;

function copyBy(represent: Represent): (value: unknown) => unknown {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    return isRecord(value) ? represent(value) : null;
  };
  return copy;
}

function field(selection: Extract<Selection, { kind: 'Field' }>, isOfType: IsOfType): Add {
  const name = selection.alias ?? selection.name;
  const copy = selection.selections && copyBy(selected(selection.selections, isOfType));
  const isChecked = isInherited(name);
  return (entity, made) => {
    const value = isChecked ? own(entity, name) : entity[name];
    if (value === undefined) return false;
    put(made, name, copy ? copy(value) : value);
    return true;
  };
}

function fragment(
  { typeCondition, selections }: Extract<Selection, { kind: 'InlineFragment' }>,
  isOfType: IsOfType,
): Add {
  const inner = selected(selections, isOfType);
  return (entity, made) => {
    if (typeCondition === undefined || !isOfType(entity, typeCondition, false)) return true;
    const part = inner(entity);
    if (part) merge(made, part);
    return true;
  };
}

function selected(selections: readonly Selection[], isOfType: IsOfType): Represent {
  const adds = selections.map((selection) =>
    selection.kind === 'Field' ? field(selection, isOfType) : fragment(selection, isOfType),
  );
  return (entity) => {
    const made: JsonObject = {};
    for (const add of adds) if (!add(entity, made)) return null;
    return made;
  };
}

/** Compiles the `requires` of a fetch. The representation of an entity of another type has no type. */
export function representation(selections: readonly Selection[], isOfType: IsOfType): Represent {
  const [only] = selections;
  if (selections.length > 1 || only?.kind !== 'InlineFragment') {
    return selected(selections, isOfType);
  }
  // Usually there is one type, and nothing to merge.
  const { typeCondition } = only;
  const inner = selected(only.selections, isOfType);
  return (entity) =>
    typeCondition !== undefined && isOfType(entity, typeCondition, false) ? inner(entity) : null;
}
