import type { GraphQLField, GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Role } from '../accounts';

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

/** Root fields by caller. ADMIN tries all fields, so new ones are covered. */
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
    'orderCurrencies',
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
    'orderCurrencies',
    'orderStats',
    'shipOrder',
    'deliverOrder',
    'adjustStock',
  ],
};

/**
 * Excluded: fields that end the caller's session, hash a password (measured by the sign-ins),
 * change how the system runs, or start work that continues after the response. Exports have their
 * own limit and are one of the attacks.
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
  'disownChange',
  'setFeatureFlag',
  'updateWarehouse',
  'runJob',
  'retryJob',
  'sendTestWebhook',
  'exportMyData',
  'requestDataExport',
]);

type Field = GraphQLField<unknown, unknown>;

/** The root fields that the caller may use. */
export function rootFields(
  schema: GraphQLSchema,
  operation: OperationTypeNode.QUERY | OperationTypeNode.MUTATION,
  asker: Asker,
): readonly Field[] {
  const fields = Object.values(schema.getRootType(operation)?.getFields() ?? {});
  const allowed = asker === 'ADMIN' ? null : new Set(fieldsOf[asker]);
  return fields.filter(({ name }) => !leftOut.has(name) && (allowed === null || allowed.has(name)));
}
