import { type GraphQLSchema, isScalarType } from 'graphql';
import { scalars } from '../../platform/graphql/scalars';

/**
 * Puts the real parsers onto the scalars of the API schema, which as composed let anything pass.
 * Literals are then checked by validation and variables before anything is planned or executed,
 * so that a bad value never begins an operation of which a part has happened already.
 */
export function installScalars(schema: GraphQLSchema): void {
  for (const real of scalars) {
    const composed = schema.getType(real.name);
    if (!composed || !isScalarType(composed)) continue;
    composed.parseValue = real.parseValue;
    composed.parseLiteral = real.parseLiteral;
  }
}
