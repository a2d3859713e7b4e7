// The operations of a storefront, as `gql` documents from which Apollo's tools read them.
import { gql } from '@apollo/client';

export const PRICE = gql`
  fragment Price on Money {
    amount
    currency
  }
`;

export const PRODUCT_CARD = gql`
  fragment ProductCard on Product {
    sku
    name
    available
    price {
      ...Price
    }
  }
  ${PRICE}
`;

export const CATALOGUE = gql`
  query Catalogue($first: Int!, $after: String, $filter: ProductFilter) {
    products(first: $first, after: $after, filter: $filter, sort: NAME_ASC) {
      totalCount
      edges {
        cursor
        node {
          ...ProductCard
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
  ${PRODUCT_CARD}
`;

export const PRODUCT = gql`
  query ProductPage($sku: ID!) {
    product(sku: $sku) {
      ...ProductCard
    }
  }
  ${PRODUCT_CARD}
`;

export const STOCK = gql`
  query StockOf($sku: ID!) {
    product(sku: $sku) {
      sku
      stock {
        onHand
        warehouse {
          code
          name
        }
      }
    }
  }
`;

export const LOGIN = gql`
  mutation SignIn($input: LoginInput!) {
    login(input: $input) {
      ... on Session {
        accessToken
        refreshToken
        user {
          id
          roles
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;

export const REGISTER = gql`
  mutation SignUp($input: RegisterInput!) {
    register(input: $input) {
      ... on Session {
        accessToken
        refreshToken
        user {
          id
          roles
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;

export const REFRESH = gql`
  mutation Refresh($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      ... on Session {
        accessToken
        refreshToken
        user {
          id
          roles
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;

export const ME = gql`
  query Account {
    me {
      id
      name
      roles
    }
  }
`;

export const PLACE_ORDER = gql`
  mutation Checkout($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      ... on Order {
        id
        number
        status
        total {
          ...Price
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
  ${PRICE}
`;

export const ORDER = gql`
  query OrderPage($id: ID!) {
    order(id: $id) {
      id
      status
      shipments {
        id
        carrier
      }
    }
  }
`;

export const ORDER_CHANGES = gql`
  subscription OrderChanges($id: ID!) {
    orderUpdated(id: $id) {
      id
      status
      shipments {
        id
        carrier
      }
    }
  }
`;

export const SHIP_ORDER = gql`
  mutation Ship($input: ShipOrderInput!) {
    shipOrder(input: $input) {
      ... on Order {
        id
        status
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;

export const ASSIGN_ROLES = gql`
  mutation AssignRoles($userId: ID!, $roles: [Role!]!) {
    assignRoles(userId: $userId, roles: $roles) {
      ... on User {
        id
        roles
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;
