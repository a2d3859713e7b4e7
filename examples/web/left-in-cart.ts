interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** The lines of a cart without the units of an order: what was added since it was placed. */
export const leftInCart = <Cart extends Line>(
  cart: readonly Cart[],
  ordered: readonly Line[],
): readonly Cart[] =>
  cart
    .map((line) => {
      const units = ordered.find(({ sku }) => sku === line.sku)?.quantity ?? 0;
      return { ...line, quantity: line.quantity - units };
    })
    .filter(({ quantity }) => quantity > 0);
