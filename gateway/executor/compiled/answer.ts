import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLOutputType,
  getNullableType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { isRecord } from '../../../platform/config/is-record';
import { isComposite } from '../../operation/input-rows';
import { type AnswerSize, fieldNameBytes, valueBytes } from '../answer-size';
import { clientName } from './hidden-names';
import { isInherited, type JsonObject, own, put } from './json';
import { leafCheck } from './leaf-check';
import { fieldsOf, type Operation } from './selections';

/** A value that had to be left out. No Error: an answer may have thousands, and stacks are slow. */
export interface Fault {
  /** Each field and list around it puts its own part in front. */
  readonly path: (string | number)[];
  readonly message: string;
}

/** State while an answer is assembled. */
interface Assembly {
  readonly faults: Fault[];
  /** Counted, because the walk comes by every value anyway. */
  objects: number;
  bytes: number;
  /** Whether what was counted may differ from the answer. */
  isUncounted: boolean;
}

/** Marks an invalid value whose error is recorded: the nearest nullable ancestor becomes null. */
const broken = Symbol('broken');

/** Completes a value that is not null. */
type Complete = (value: unknown, assembly: Assembly) => unknown;

/** Writes a field into an object of the answer. @returns false if the object must become null. */
type Write = (from: JsonObject, to: JsonObject, assembly: Assembly) => boolean;

export interface Answer {
  readonly data: JsonObject | null;
  /** Values that had to be left out although no fetch failed. */
  readonly faults: readonly Fault[];
  /** Null if what was counted may differ from the answer. */
  readonly size: AnswerSize | null;
}

interface Compilation {
  readonly of: Operation;
  readonly variables: JsonObject;
  readonly onCompiled: (functions: number) => void;
}

function reportFault({ faults }: Assembly, message: string): typeof broken {
  faults.push({ message, path: [] });
  return broken;
}

function assemble(writes: readonly Write[], from: JsonObject, assembly: Assembly): unknown {
  const to: JsonObject = {};
  assembly.objects += 1;
  for (const write of writes) if (!write(from, to, assembly)) return broken;
  return to;
}

const typenameKey = '__typename';

/** The type is known by the returned name, or else by the selected type. */
function typenameWrite(name: string, type: GraphQLCompositeType, { of }: Compilation): Write {
  const shown = clientName(name);
  const nameBytes = fieldNameBytes(shown);
  return (from, to, assembly) => {
    const said = own(from, name) ?? own(from, typenameKey);
    const known = typeof said === 'string' ? (of.schema.getType(said) ?? type) : type;
    if (!isObjectType(known)) {
      assembly.isUncounted = true;
      return false;
    }
    put(to, shown, known.name);
    assembly.bytes += nameBytes + valueBytes(known.name);
    return true;
  };
}

/** A place for a value: a field, or each element of a list. */
interface Slot {
  readonly complete: Complete;
  /** The fault if there is no value; null if the place may be empty. */
  readonly fault: string | null;
}

/** @returns how to fill the place; `part` is its own part of the path. */
function filling({ complete, fault }: Slot) {
  return (value: unknown, part: string | number, assembly: Assembly): unknown => {
    const { faults } = assembly;
    const foundBefore = faults.length;
    const found = value === null || value === undefined ? null : complete(value, assembly);
    const filled = found === null && fault !== null ? reportFault(assembly, fault) : found;
    for (let at = foundBefore; at < faults.length; at += 1) faults[at]?.path.unshift(part);
    assembly.bytes += valueBytes(filled);
    return filled;
  };
}

function fieldWrite(name: string, slot: Slot): Write {
  const shown = clientName(name);
  const nameBytes = fieldNameBytes(shown);
  const isChecked = isInherited(shown);
  const mayBeNull = slot.fault === null;
  const fill = filling(slot);
  return (from, to, assembly) => {
    const value = fill(isChecked ? own(from, name) : from[name], shown, assembly);
    assembly.bytes += nameBytes;
    const written = value === broken ? null : value;
    if (isChecked) put(to, shown, written);
    else to[shown] = written;
    return value !== broken || mayBeNull;
  };
}

function writesOf(
  type: GraphQLCompositeType,
  nodes: readonly Pick<FieldNode, 'selectionSet'>[],
  compilation: Compilation,
): readonly Write[] {
  const fields = fieldsOf(compilation.of, type, compilation.variables, nodes);
  compilation.onCompiled(fields.size);
  return [...fields].map(([name, same]) => {
    const fieldName = same[0]?.name.value ?? name;
    if (fieldName === typenameKey) return typenameWrite(name, type, compilation);
    const field = isUnionType(type) ? undefined : type.getFields()[fieldName];
    if (!field) throw new Error(`"${type.name}" has no field "${fieldName}".`);
    return fieldWrite(name, slotOf(field.type, same, `${type.name}.${fieldName}`, compilation));
  });
}

function compositeCompletion(
  type: GraphQLCompositeType,
  nodes: readonly FieldNode[],
  what: string,
  compilation: Compilation,
): Complete {
  const { schema } = compilation.of;
  const byType = new Map<string, readonly Write[]>();
  const writesFor = (name: string): readonly Write[] | null => {
    const known = byType.get(name);
    if (known) return known;
    const named = schema.getType(name);
    if (!isCompositeType(named)) return null;
    const writes = writesOf(named, nodes, compilation);
    byType.set(name, writes);
    return writes;
  };
  return (value, assembly) => {
    if (!isRecord(value)) return reportFault(assembly, `A subgraph gave no object for ${what}.`);
    const said = value[typenameKey] ?? type.name;
    if (typeof said !== 'string') {
      return reportFault(assembly, `A subgraph gave no name of a type in ${what}.`);
    }
    const writes = writesFor(said || type.name);
    if (!writes) return reportFault(assembly, `Invalid __typename found for object at ${what}.`);
    return assemble(writes, value, assembly);
  };
}

function listCompletion(slot: Slot, what: string): Complete {
  const mayBeNull = slot.fault === null;
  const fill = filling(slot);
  return (value, assembly) => {
    if (!Array.isArray(value)) return reportFault(assembly, `A subgraph gave no list for ${what}.`);
    let isBroken = false;
    // V8 would allocate a list that is written as a literal in the old generation.
    const list = value.map((element: unknown, index) => {
      const completed = fill(element, index, assembly);
      if (completed !== broken) return completed;
      isBroken ||= !mayBeNull;
      return null;
    });
    return isBroken ? broken : list;
  };
}

function leafCompletion(type: GraphQLLeafType, what: string): Complete {
  const isValid = leafCheck(type);
  return (value, assembly) => {
    if (isComposite(value)) assembly.isUncounted = true;
    return isValid(value) ? value : reportFault(assembly, `Invalid value found for ${what}.`);
  };
}

type NullableType = GraphQLCompositeType | GraphQLLeafType | GraphQLList<GraphQLOutputType>;

function slotOf(
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  what: string,
  compilation: Compilation,
): Slot {
  return {
    complete: completion(getNullableType<NullableType>(type), nodes, what, compilation),
    fault: isNonNullType(type) ? `Cannot return null for non-nullable field ${what}.` : null,
  };
}

function completion(
  type: NullableType,
  nodes: readonly FieldNode[],
  what: string,
  compilation: Compilation,
): Complete {
  if (isListType(type)) return listCompletion(slotOf(type.ofType, nodes, what, compilation), what);
  if (isCompositeType(type)) return compositeCompletion(type, nodes, what, compilation);
  return leafCompletion(type, what);
}

/**
 * Compiles the assembly of an answer: from all fetched data it takes the selected fields in their
 * order, with null propagation for missing values.
 * @param variables values of the variables in `@skip` and `@include`; the result is for these only.
 * @param onCompiled called with the number of compiled fields, also later: a type is compiled when
 * its first object arrives.
 */
export function answerOf(
  of: Operation,
  variables: JsonObject,
  onCompiled: (functions: number) => void,
): (data: JsonObject) => Answer {
  const root = of.schema.getRootType(of.operation.operation);
  if (!root) throw new Error(`There is no ${of.operation.operation} in the schema.`);
  const writes = writesOf(root, [of.operation], { of, variables, onCompiled });
  return (data) => {
    // `data` itself does not count.
    const assembly: Assembly = { faults: [], objects: -1, bytes: 0, isUncounted: false };
    const answer = assemble(writes, data, assembly);
    const { faults, objects, bytes, isUncounted } = assembly;
    const size = isUncounted || faults.length > 0 ? null : { objects, bytesAtLeast: bytes };
    return { data: answer === broken ? null : (answer as JsonObject), faults, size };
  };
}
