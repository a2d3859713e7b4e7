import { createUnionType } from 'type-graphql';

type ObjectClass = abstract new (...arguments_: never[]) => object;

/**
 * The result of an operation: its success type or one of its errors. Errors are recognised by
 * class; any other value is a row of the success type.
 */
export function outcomeUnion(
  name: string,
  description: string,
  success: ObjectClass,
  errors: readonly ObjectClass[],
): object {
  return createUnionType({
    name,
    description,
    types: () => [success, ...errors] as never,
    resolveType: (value: object) =>
      (errors.find((error) => value instanceof error) ?? success) as never,
  }) as object;
}
