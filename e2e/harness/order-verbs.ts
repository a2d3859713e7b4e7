import type { Client } from './client';

/** What of an order its promises are about. */
export const orderFragment = `fragment seen on Order {
  id status total { amount } payment { status nextAction { redirectUrl } } shipments { id }
}`;

const outcome = `__typename
  ... on UserError { code }
  ... on Order { ...seen }`;
const changed = `${outcome}
  ... on OrderStateError { orderStatus: status }`;

const mutations = {
  place: `mutation ($input: PlaceOrderInput!) { answer: placeOrder(input: $input) { ${outcome}
    ... on PaymentDeclinedError { declineCode order { ...seen } } } }`,
  ship: `mutation ($input: ShipOrderInput!) { answer: shipOrder(input: $input) { ${changed} } }`,
  refund: `mutation ($input: RefundOrderInput!) {
    answer: refundOrder(input: $input) { ${changed} } }`,
  cancel: `mutation ($id: ID!) {
    answer: cancelOrder(id: $id, reason: "changed my mind") { ${changed} } }`,
} as const;

/** An order, or why the request failed. */
export interface Seen {
  readonly __typename: string;
  readonly id: string;
  readonly status: string;
  readonly total: { readonly amount: string };
  readonly payment: {
    readonly status: string;
    readonly nextAction: { readonly redirectUrl: string } | null;
  };
  readonly shipments: readonly { readonly id: string }[];
  readonly code?: string;
  readonly orderStatus?: string;
  readonly declineCode?: string;
  readonly order?: Seen;
}

/** Mutations of orders, with a uniform result. */
export async function run(
  caller: Client,
  verb: keyof typeof mutations,
  variables: object,
): Promise<Seen> {
  const query = `${mutations[verb]} ${orderFragment}`;
  const { data, errors } = await caller.post({ query, variables });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return (data as { answer: Seen }).answer;
}
