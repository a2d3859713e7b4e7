import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from 'graphql';

/** A difference in which an API schema violates the contract. */
export interface Shortfall {
  /**
   * A schema coordinate: `Order`, `Order.lines`, `Query.orders(first:)`, `Role.ADMIN`; the member
   * of a union or the interface of a type as `LoginResult.Session`, `ConflictError.UserError`.
   */
  readonly coordinate: string;
  readonly message: string;
}

const missing = (coordinate: string): Shortfall => ({
  coordinate,
  message: 'is missing',
});

const different = (coordinate: string, promised: string, found: string): Shortfall => ({
  coordinate,
  message: `is ${found}, the contract says ${promised}`,
});

const required = (coordinate: string): Shortfall => ({
  coordinate,
  message: 'is required, but not in the contract',
});

type WithDefault = Pick<GraphQLArgument, 'type' | 'defaultValue'>;
type Fielded = GraphQLObjectType | GraphQLInterfaceType;

/** Type and default of an argument or input field in SDL: `Int = 20`. */
function signature({ type, defaultValue }: WithDefault): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value ? `${type} = ${print(value)}` : String(type);
}

function namesMissing(
  owner: string,
  promised: readonly { readonly name: string }[],
  found: readonly { readonly name: string }[],
): Shortfall[] {
  const names = new Set(found.map(({ name }) => name));
  return promised
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => missing(`${owner}.${name}`));
}

type AnyField = GraphQLField<unknown, unknown>;

/** Additional arguments are allowed if they are optional. */
function compareArguments(coordinate: string, promised: AnyField, found: AnyField): Shortfall[] {
  const place = (name: string): string => `${coordinate}(${name}:)`;
  const known = promised.args.flatMap((argument) => {
    const other = found.args.find(({ name }) => name === argument.name);
    if (!other) return [missing(place(argument.name))];
    const [expected, built] = [signature(argument), signature(other)];
    return expected === built ? [] : [different(place(argument.name), expected, built)];
  });
  const demanded = found.args
    .filter((argument) => isRequiredArgument(argument))
    .filter(({ name }) => !promised.args.some((argument) => argument.name === name))
    .map(({ name }) => required(place(name)));
  return [...known, ...demanded];
}

function compareFields(promised: Fielded, found: Fielded): Shortfall[] {
  const foundFields = found.getFields();
  return Object.values(promised.getFields()).flatMap((field) => {
    const coordinate = `${promised.name}.${field.name}`;
    const other = foundFields[field.name];
    if (!other) return [missing(coordinate)];
    const [expected, built] = [String(field.type), String(other.type)];
    const type = expected === built ? [] : [different(coordinate, expected, built)];
    return [...type, ...compareArguments(coordinate, field, other)];
  });
}

function compareInputs(
  promised: GraphQLInputObjectType,
  found: GraphQLInputObjectType,
): Shortfall[] {
  const [promisedFields, foundFields] = [promised.getFields(), found.getFields()];
  const known = Object.values(promisedFields).flatMap((field) => {
    const coordinate = `${promised.name}.${field.name}`;
    const other = foundFields[field.name];
    if (!other) return [missing(coordinate)];
    const [expected, built] = [signature(field), signature(other)];
    return expected === built ? [] : [different(coordinate, expected, built)];
  });
  const demanded = Object.values(foundFields)
    .filter((field) => !promisedFields[field.name] && isRequiredInputField(field))
    .map(({ name }) => required(`${promised.name}.${name}`));
  return [...known, ...demanded];
}

const compareEnums = (promised: GraphQLEnumType, found: GraphQLEnumType): Shortfall[] =>
  namesMissing(promised.name, promised.getValues(), found.getValues());

const compareUnions = (promised: GraphQLUnionType, found: GraphQLUnionType): Shortfall[] =>
  namesMissing(promised.name, promised.getTypes(), found.getTypes());

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'a type';
  if (isInterfaceType(type)) return 'an interface';
  if (isInputObjectType(type)) return 'an input';
  if (isEnumType(type)) return 'an enum';
  return isUnionType(type) ? 'a union' : 'a scalar';
}

function compareTypes(promised: GraphQLNamedType, found: GraphQLNamedType): Shortfall[] {
  if (isEnumType(promised) && isEnumType(found)) return compareEnums(promised, found);
  if (isUnionType(promised) && isUnionType(found)) return compareUnions(promised, found);
  if (isInputObjectType(promised) && isInputObjectType(found))
    return compareInputs(promised, found);
  const bothTypes = isObjectType(promised) && isObjectType(found);
  const bothInterfaces = isInterfaceType(promised) && isInterfaceType(found);
  if (bothTypes || bothInterfaces) {
    const interfaces = namesMissing(promised.name, promised.getInterfaces(), found.getInterfaces());
    return [...interfaces, ...compareFields(promised, found)];
  }
  const [expectedKind, builtKind] = [kindOf(promised), kindOf(found)];
  return expectedKind === builtKind ? [] : [different(promised.name, expectedKind, builtKind)];
}

/**
 * The elements of `contract` that `api` lacks or defines differently. Additions in `api` are
 * allowed, unless clients would have to send them. Descriptions are ignored.
 */
export function shortfalls(contract: GraphQLSchema, api: GraphQLSchema): Shortfall[] {
  return Object.values(contract.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => {
      const other = api.getType(type.name);
      return other ? compareTypes(type, other) : [missing(type.name)];
    });
}

/** A line for a shortfall: `Order.lines is missing`. */
export const shortfallText = ({ coordinate, message }: Shortfall): string =>
  `${coordinate} ${message}`;
