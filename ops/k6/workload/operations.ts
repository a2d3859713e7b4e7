/** What a user of the load tests sends. A test validates them against the API's schema. */
export const productsDocument = `
  query LoadProducts {
    products(first: 20) {
      nodes { sku name price { amount currency } }
    }
  }`;

export const placeOrderDocument = `
  mutation LoadPlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order { id status }
      ... on UserError { code message }
    }
  }`;

export const loginDocument = `
  mutation LoadLogin($input: LoginInput!) {
    login(input: $input) {
      __typename
      ... on Session { accessToken }
      ... on UserError { code message }
    }
  }`;

/** The input of an order for one unit. */
export const orderInput = (sku: string, idempotencyKey: string) => ({
  idempotencyKey,
  currency: 'EUR',
  lines: [{ sku, quantity: 1 }],
  shippingAddress: {
    recipient: 'Ada Buyer',
    line1: 'Hauptstraße 1',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  },
  payment: { token: 'tok_ok' },
});
