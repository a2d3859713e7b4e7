import { Arg, Int } from 'type-graphql';

/** The optimistic lock that every change of an order takes, as an input field and an argument. */
export const expectedVersionText =
  '`Order.version` as last read. If the order changed since, the result is ConflictError. Null skips the check.';

/** The argument of the operations that have no input type. */
export const ExpectedVersion = () =>
  Arg('expectedVersion', () => Int, { nullable: true, description: expectedVersionText });
