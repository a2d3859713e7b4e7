import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Values for arguments without a default. */
const given: Readonly<Record<string, string>> = { CountryCode: '"DE"' };

function argumentText(argument: GraphQLArgument): string {
  const type = getNamedType(argument.type).name;
  const value = given[type];
  if (value === undefined) throw new Error(`No value is known for an argument of type ${type}.`);
  return `${argument.name}: ${value}`;
}

function fieldText(field: GraphQLField<unknown, unknown>, levels: number, above: string[]): string {
  const below = selectionOf(getNamedType(field.type), levels, above);
  if (below === null) return '';
  const needed = field.args.filter(isRequiredArgument).map(argumentText);
  return `${field.name}${needed.length > 0 ? `(${needed.join(', ')})` : ''}${below}`;
}

/** Empty for a scalar; null if nothing can be selected. */
function selectionOf(type: GraphQLNamedType, levels: number, above: string[]): string | null {
  if (!isObjectType(type)) return levels > 0 ? '' : null;
  if (levels <= 1 || above.includes(type.name)) return null;
  const fields = Object.values(type.getFields())
    .map((field) => fieldText(field, levels - 1, [...above, type.name]))
    .filter((text) => text !== '');
  return fields.length > 0 ? ` { ${fields.join(' ')} }` : null;
}

/**
 * Every field of a type and of all nested types, each once, with default arguments. A type is not
 * selected again inside itself.
 * @param levels the maximum depth, including the type's own field.
 */
export function eachFieldOnce(schema: GraphQLSchema, type: string, levels: number): string {
  const named = schema.getType(type);
  const selection = named ? selectionOf(named, levels, []) : null;
  if (selection === null) throw new Error(`${type} has no fields.`);
  return selection;
}
