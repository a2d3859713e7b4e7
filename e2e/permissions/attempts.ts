import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** The objects of one account. */
export interface Things {
  readonly userId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly addressToSave: string;
  readonly addressToDelete: string;
  readonly keyToRotate: string;
  readonly keyToRevoke: string;
}

const nothing = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';

/** Objects that do not exist. */
export const missing: Things = {
  userId: nothing,
  orderId: nothing,
  orderNumber: 'O-0000-0000-0000',
  addressToSave: nothing,
  addressToDelete: nothing,
  keyToRotate: nothing,
  keyToRevoke: nothing,
};

/**
 * No order has this version, so that an allowed caller gets a ConflictError and nothing changes.
 */
const notItsVersion = 'expectedVersion: 999999';

const address = `{ recipient: "Ada", line1: "Hauptstraße 1", city: "Berlin", postalCode: "10115",
  country: "DE" }`;

export type Attempt = (things: Things) => string;

/** Arguments that target an object of an account, or that are harmless if the call is allowed. */
const chosen: Readonly<Record<string, Attempt>> = {
  'Query.user': ({ userId }) => `user(id: "${userId}") { __typename }`,
  'Query.order': ({ orderId }) => `order(id: "${orderId}") { __typename }`,
  'Query.orderByNumber': ({ orderNumber }) =>
    `orderByNumber(number: "${orderNumber}") { __typename }`,
  'Query.bulkActionPreview': () =>
    'bulkActionPreview(action: CANCEL, selection: { ids: [] }) { __typename }',
  'Mutation.startBulkAction': () =>
    `startBulkAction(input: { action: CANCEL, selection: { ids: [] }, reason: "none",
      idempotencyKey: "never-started" }) { __typename }`,
  'Mutation.register': () =>
    'register(input: { email: "a@example.com", password: "short", name: "A" }) { __typename }',
  'Mutation.createApiKey': () => 'createApiKey(input: { name: "", scopes: [] }) { __typename }',
  'Mutation.upsertProducts': () =>
    'upsertProducts(input: [{ sku: "§", name: "", price: "1.00", currency: "EUR" }]) { __typename }',
  'Mutation.createWarehouse': () =>
    'createWarehouse(input: { code: "§", name: "", country: "DE" }) { __typename }',
  'Mutation.updateWarehouse': () =>
    'updateWarehouse(input: { code: "BER", name: "" }) { __typename }',
  'Mutation.saveAddress': ({ addressToSave }) =>
    `saveAddress(id: "${addressToSave}", input: ${address}) { __typename }`,
  'Mutation.deleteAddress': ({ addressToDelete }) =>
    `deleteAddress(id: "${addressToDelete}") { __typename }`,
  'Mutation.rotateApiKey': ({ keyToRotate }) => `rotateApiKey(id: "${keyToRotate}") { __typename }`,
  'Mutation.revokeApiKey': ({ keyToRevoke }) => `revokeApiKey(id: "${keyToRevoke}") { __typename }`,
  'Mutation.cancelOrder': ({ orderId }) =>
    `cancelOrder(id: "${orderId}", reason: "none", ${notItsVersion}) { __typename }`,
  'Mutation.updateShippingAddress': ({ orderId }) =>
    `updateShippingAddress(orderId: "${orderId}", address: ${address}, ${notItsVersion}) {
      __typename }`,
  'Mutation.shipOrder': ({ orderId }) =>
    `shipOrder(input: { orderId: "${orderId}", carrier: "DHL", trackingCode: "1",
      idempotencyKey: "never-shipped", ${notItsVersion} }) { __typename }`,
  'Mutation.deliverOrder': ({ orderId }) =>
    `deliverOrder(id: "${orderId}", ${notItsVersion}) { __typename }`,
  'Mutation.refundOrder': ({ orderId }) =>
    `refundOrder(input: { orderId: "${orderId}", amount: "1.00", reason: "none",
      idempotencyKey: "never-refunded", ${notItsVersion} }) { __typename }`,
  'Mutation.reviewOrder': ({ orderId }) =>
    `reviewOrder(id: "${orderId}", approve: true, note: "none", ${notItsVersion}) { __typename }`,
  'Mutation.resolveOrder': ({ orderId }) =>
    `resolveOrder(id: "${orderId}", action: RETRY, note: "none", ${notItsVersion}) { __typename }`,
};

/** Unknown ids and arbitrary values, so that an allowed call has no effect. */
const samples: Readonly<Record<string, string>> = {
  ID: `"${nothing}"`,
  String: '"sample-of-text"',
  Int: '1',
  Date: '"2026-11-24"',
  Boolean: 'false',
  DateTime: '"2026-11-24T12:00:00Z"',
  Decimal: '"1.00"',
  Currency: '"EUR"',
  CountryCode: '"DE"',
  EmailAddress: '"nobody@example.com"',
  URL: '"https://example.com"',
};

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return samples[type.name] ?? '';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}

function sampled(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument);
  const list = given.map((argument) => `${argument.name}: ${literal(argument.type)}`).join(', ');
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${field.name}${list && `(${list})`}${selection}`;
}

/** The operation that attempts a root field. */
export function attemptOf(type: string, field: GraphQLField<unknown, unknown>): Attempt {
  const attempt = chosen[`${type}.${field.name}`] ?? (() => sampled(field));
  return (things) => `${type.toLowerCase()} { ${attempt(things)} }`;
}

/** Fields with their own guard, reached from a root field that the caller may use. */
export const guardedFields: Readonly<Record<string, string>> = {
  'Product.demandForecast': 'query { product(sku: "DEMO-0001") { demandForecast { expected } } }',
  'Product.leadTimeDemand': 'query { product(sku: "DEMO-0001") { leadTimeDemand { days } } }',
  'Product.reorderProposals':
    'query { product(sku: "DEMO-0001") { reorderProposals { reorderPoint } } }',
  'Product.stock': 'query { product(sku: "DEMO-0001") { stock { onHand } } }',
  'User.email': 'query { me { email } }',
  'User.emailVerified': 'query { me { emailVerified } }',
  'User.language': 'query { me { language } }',
  'User.pendingEmail': 'query { me { pendingEmail } }',
  'User.name': 'query { me { name } }',
  'User.addresses': 'query { me { addresses { id } } }',
  'User.createdAt': 'query { me { createdAt } }',
  'User.orders': 'query { me { orders(first: 1) { edges { cursor } } } }',
};
