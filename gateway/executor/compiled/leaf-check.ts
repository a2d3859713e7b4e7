import { type GraphQLLeafType, isEnumType } from 'graphql';

const wholeNumber = /^-?\d+$/;
const isWhole = (value: unknown): boolean =>
  Number.isFinite(value) && wholeNumber.test(String(value));

/** The scalars of GraphQL itself; what others may be, their subgraph knows. */
const builtIn: Readonly<Record<string, (value: unknown) => boolean>> = {
  Boolean: (value) => typeof value === 'boolean',
  Int: isWhole,
  Float: (value) => Number.isFinite(value),
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' || isWhole(value),
};

/** Whether a subgraph's value can be one of the type, so that a client never reads another. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => names.has(value as string);
  }
  return builtIn[type.name] ?? (() => true);
}
