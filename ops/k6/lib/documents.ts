/** What a user of the load tests sends. A test validates the documents against the API's schema. */
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
