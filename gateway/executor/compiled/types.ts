import {
  buildASTSchema,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isUnionType,
  parse,
} from 'graphql';
import type { JsonObject } from './json';

/**
 * Whether an object is of the type that a condition of a plan names.
 * @param otherwise the result if the object has no type name.
 */
export type IsOfType = (object: JsonObject, condition: string, otherwise: boolean) => boolean;

/**
 * Uses the supergraph, which includes types hidden from the API. It is consulted only if the names
 * differ, i.e. for interfaces and unions.
 */
export function typesOf(supergraphSdl: string): IsOfType {
  let read: GraphQLSchema | null = null;
  const supergraph = (): GraphQLSchema => {
    read ??= buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValidSDL: true });
    return read;
  };
  return ({ __typename: name }, condition, otherwise) => {
    if (typeof name !== 'string' || name === '') return otherwise;
    if (name === condition) return true;
    const [conditionType, type] = [supergraph().getType(condition), supergraph().getType(name)];
    if (!isAbstractType(conditionType) || !isCompositeType(type) || isUnionType(type)) return false;
    return supergraph().isSubType(conditionType, type);
  };
}
