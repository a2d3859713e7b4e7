import type { GraphQLField, GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Role } from '../cast';

export type Asker = Role | 'NOBODY';

const browsing = ['product', 'products', 'quote'];
const buying = [
  ...browsing,
  'me',
  'order',
  'orderByNumber',
  'orders',
  'placeOrder',
  'updateShippingAddress',
  'cancelOrder',
  'saveAddress',
  'deleteAddress',
];

/** What each may ask for; whatever is new is ADMIN's to try. */
const fieldsOf: Readonly<Record<Exclude<Asker, 'ADMIN'>, readonly string[]>> = {
  NOBODY: browsing,
  CUSTOMER: buying,
  PARTNER: [...buying, 'warehouses', 'apiKeys', 'webhookEndpoints', 'webhookEventTypes'],
  SUPPORT: [
    ...browsing,
    'order',
    'orderByNumber',
    'orders',
    'user',
    'users',
    'lowStock',
    'stockMovements',
    'orderStats',
    'refundOrder',
    'reviewOrder',
    'resolveOrder',
  ],
  WAREHOUSE: [
    ...browsing,
    'orders',
    'order',
    'lowStock',
    'stockMovements',
    'warehouses',
    'orderStats',
    'shipOrder',
    'deliverOrder',
    'adjustStock',
  ],
};

/**
 * Left out: what ends the caller's own session, what hashes a password (the sign-ins measure that),
 * what changes how the system runs, and what starts work that goes on after the answer. An export
 * has a limit of its own: it is one of the attacks.
 */
const leftOut = new Set([
  'register',
  'login',
  'confirmSecondFactor',
  'refreshSession',
  'logout',
  'logoutEverywhere',
  'changePassword',
  'eraseAccount',
  'enrolTotp',
  'confirmTotp',
  'removeSecondFactor',
  'updateProfile',
  'requestPasswordReset',
  'resetPassword',
  'requestEmailVerification',
  'verifyEmail',
  'setFeatureFlag',
  'runJob',
  'retryJob',
  'sendTestWebhook',
  'exportMyData',
]);

type Field = GraphQLField<unknown, unknown>;

/** The fields of a root that this asker may use. */
export function rootFields(
  schema: GraphQLSchema,
  operation: OperationTypeNode.QUERY | OperationTypeNode.MUTATION,
  asker: Asker,
): readonly Field[] {
  const fields = Object.values(schema.getRootType(operation)?.getFields() ?? {});
  const allowed = asker === 'ADMIN' ? null : new Set(fieldsOf[asker]);
  return fields.filter(({ name }) => !leftOut.has(name) && (allowed === null || allowed.has(name)));
}
