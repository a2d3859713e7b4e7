import { createUnionType } from 'type-graphql';

type ObjectClass = abstract new (...arguments_: never[]) => object;

declare const errorType: unique symbol;

/** A union type of the schema. It carries the types of its errors for `OutcomeOf`. */
export interface OutcomeUnion<ErrorType> {
  readonly [errorType]?: ErrorType;
}

/** What a resolver of the union returns: a row of the success type, or one of the errors. */
export type OutcomeOf<Union, Row> =
  | Row
  | (Union extends OutcomeUnion<infer ErrorType> ? ErrorType : never);

/**
 * The result of an operation: its success type or one of its errors. Errors are recognised by
 * class; any other value is a row of the success type.
 */
export function outcomeUnion<ErrorClass extends ObjectClass>(
  name: string,
  description: string,
  success: ObjectClass,
  errors: readonly ErrorClass[],
): OutcomeUnion<InstanceType<ErrorClass>> {
  return createUnionType({
    name,
    description,
    types: () => [success, ...errors] as never,
    resolveType: (value: object) =>
      (errors.find((error) => value instanceof error) ?? success) as never,
  }) as OutcomeUnion<InstanceType<ErrorClass>>;
}
