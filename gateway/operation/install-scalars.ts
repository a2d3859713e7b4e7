import { type GraphQLSchema, isScalarType } from 'graphql';
import { scalars } from '../../platform/graphql/scalars';

/**
 * Installs the real parsers in the scalars of the API schema, which accept any value as composed.
 * Literals are then checked by validation and variables before planning, so that a bad value cannot
 * fail an operation that is already half executed.
 */
export function installScalars(schema: GraphQLSchema): void {
  for (const real of scalars) {
    const composed = schema.getType(real.name);
    if (!composed || !isScalarType(composed)) continue;
    composed.parseValue = real.parseValue;
    composed.parseLiteral = real.parseLiteral;
  }
}
