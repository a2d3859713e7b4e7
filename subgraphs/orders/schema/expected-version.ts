/** The optimistic lock that every change of an order takes, as an input field and an argument. */
export const expectedVersionText =
  '`Order.version` as last read. If the order changed since, the result is ConflictError. Null skips the check.';

export const expectedVersionArgument = { nullable: true, description: expectedVersionText };
