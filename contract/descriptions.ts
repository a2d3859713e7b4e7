import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';

/** The fewest words: with less, a description only repeats the name. */
const wordsMin = 5;
const wordsMax = 30;

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

interface Element extends Described {
  /** A schema coordinate: `Order`, `Order.lines`, `Query.orders(first:)`, `Role.ADMIN`. */
  readonly coordinate: string;
}

function memberOf(owner: Described, member: Described & { args?: readonly Described[] }) {
  const coordinate = `${owner.name}.${member.name}`;
  return [
    { ...named(member), coordinate },
    ...(member.args ?? []).map((one) => ({
      ...named(one),
      coordinate: `${coordinate}(${one.name}:)`,
    })),
  ];
}

const named = ({ name, description }: Described): Described => ({ name, description });

/** All elements of a schema that can have a description. */
export function describedElements(schema: GraphQLSchema): Element[] {
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => {
      const isFielded = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
      const fields = isFielded ? Object.values<Described>(type.getFields()) : [];
      const values = isEnumType(type) ? type.getValues() : [];
      const members = [...fields, ...values].flatMap((member) => memberOf(type, member));
      return [{ ...named(type), coordinate: type.name }, ...members];
    });
  const directives = schema
    .getDirectives()
    .filter((directive) => !isSpecifiedDirective(directive))
    .flatMap((directive) => [
      { ...named(directive), coordinate: `@${directive.name}` },
      ...directive.args.map((one) => ({
        ...named(one),
        coordinate: `@${directive.name}(${one.name}:)`,
      })),
    ]);
  return [
    { ...named({ ...schema, name: 'schema' }), coordinate: 'schema' },
    ...types,
    ...directives,
  ];
}

const wordsOf = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

function faultOf({ description }: Element): string | null {
  const text = description?.trim() ?? '';
  if (text === '') return 'has no description';
  const words = wordsOf(text);
  if (words < wordsMin) return `is described in ${words} words; the minimum is ${wordsMin}`;
  if (words > wordsMax) return `is described in ${words} words; the maximum is ${wordsMax}`;
  if (!/^[\p{Lu}\p{N}`]/u.test(text)) return 'has a description that begins in lower case';
  return text.endsWith('.') ? null : 'has a description without a full stop';
}

/** A line for each element with a missing or poor description. */
export function descriptionFaults(schema: GraphQLSchema): string[] {
  return describedElements(schema).flatMap((element) => {
    const fault = faultOf(element);
    return fault === null ? [] : [`${element.coordinate} ${fault}`];
  });
}
