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
 * @param otherwise what holds where the object does not say of which type it is.
 */
export type IsOfType = (object: JsonObject, condition: string, otherwise: boolean) => boolean;

/**
 * By the supergraph, which knows the types too that the API hides. It is read only when a name is
 * not the very one that is asked for: with interfaces and unions.
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
    const [wanted, type] = [supergraph().getType(condition), supergraph().getType(name)];
    if (!isAbstractType(wanted) || !isCompositeType(type) || isUnionType(type)) return false;
    return supergraph().isSubType(wanted, type);
  };
}
