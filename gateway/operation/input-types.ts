import {
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  isEnumType,
  isScalarType,
} from 'graphql';
import { scalars } from '../../platform/graphql/scalars';
import { inputNameCharactersMax } from '../limits';

/**
 * Installs the real parsers in the scalars of the API schema, which accept any value as composed.
 * Literals are then checked by validation and variables before planning, so that a bad value cannot
 * fail an operation that is already half executed. Enums refuse long texts.
 * @param known the scalars by their names; those of the shop by default.
 */
export function installInputTypes(
  schema: GraphQLSchema,
  known: readonly GraphQLScalarType[] = scalars,
): void {
  for (const real of known) {
    const composed = schema.getType(real.name);
    if (!composed || !isScalarType(composed)) continue;
    composed.parseValue = real.parseValue;
    composed.parseLiteral = real.parseLiteral;
  }
  for (const type of Object.values(schema.getTypeMap())) if (isEnumType(type)) limitText(type);
}

/**
 * graphql-js looks for a similar value in space and time of the text's length, which blocks the
 * event loop for 30 ms where a body consists of one text.
 */
function limitText(type: GraphQLEnumType): void {
  const parse = type.parseValue.bind(type);
  type.parseValue = (value) => {
    if (typeof value === 'string' && value.length > inputNameCharactersMax) {
      const problem = `A text of over ${inputNameCharactersMax} characters`;
      throw new GraphQLError(`${problem} is no value of the enum "${type.name}".`);
    }
    return parse(value);
  };
}
