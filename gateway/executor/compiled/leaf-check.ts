import { type GraphQLLeafType, isEnumType } from 'graphql';

/** The smallest number that is written with an exponent. */
const exponentFrom = 1e21;
const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) && Math.abs(value as number) < exponentFrom;

/** Checks for built-in scalars; custom ones are left to their subgraph. */
const builtIn: Readonly<Record<string, (value: unknown) => boolean>> = {
  Boolean: (value) => typeof value === 'boolean',
  Int: isWhole,
  Float: (value) => Number.isFinite(value),
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' || isWhole(value),
};

/** Whether a value from a subgraph is valid for the type. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => names.has(value as string);
  }
  return builtIn[type.name] ?? (() => true);
}
