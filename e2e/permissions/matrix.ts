import type { Role, Scope } from '../../access/roles';

/** The result for a caller: the field, or one of three kinds of rejection. */
export type Verdict = 'allowed' | 'absent' | 'FORBIDDEN' | 'UNAUTHENTICATED';

export interface Caller {
  readonly name: string;
  /** Null for anonymous callers. */
  readonly role: Role | null;
  /** The scope of the key to use, of the demo account of that role; absent to use a session. */
  readonly scope?: Scope;
}

/**
 * The callers in the order of the columns. The customer, the partner and the keys own the requested
 * objects.
 */
export const callers: readonly Caller[] = [
  { name: 'anonymous', role: null },
  { name: 'customer', role: 'CUSTOMER' },
  { name: 'another customer', role: 'CUSTOMER' },
  { name: 'partner', role: 'PARTNER' },
  { name: 'support', role: 'SUPPORT' },
  { name: 'warehouse', role: 'WAREHOUSE' },
  { name: 'admin', role: 'ADMIN' },
  { name: 'key ORDERS_READ of PARTNER', role: 'PARTNER', scope: 'ORDERS_READ' },
  { name: 'key ORDERS_WRITE of PARTNER', role: 'PARTNER', scope: 'ORDERS_WRITE' },
  { name: 'key INVENTORY_READ of PARTNER', role: 'PARTNER', scope: 'INVENTORY_READ' },
  { name: 'key WEBHOOKS_MANAGE of PARTNER', role: 'PARTNER', scope: 'WEBHOOKS_MANAGE' },
  { name: 'key INVENTORY_WRITE of WAREHOUSE', role: 'WAREHOUSE', scope: 'INVENTORY_WRITE' },
  { name: 'key INVENTORY_WRITE of ADMIN', role: 'ADMIN', scope: 'INVENTORY_WRITE' },
  { name: 'key STOREFRONT of ADMIN', role: 'ADMIN', scope: 'STOREFRONT' },
];

/**
 * The permissions (of a STOREFRONT key: see below), written by hand from the comments of
 * `contract/api.graphql` and never copied from the rules that it tests.
 *
 *   y  allowed; lists contain what is visible to the caller
 *   -  absent: null or NotFoundError, as if it did not exist
 *   F  FORBIDDEN
 *   U  UNAUTHENTICATED
 */
const table = `
                                 people                        keys
                                 nobody                        ORDERS_READ
                                 |  customer                   |  ORDERS_WRITE
                                 |  |  another                 |  |  INVENTORY_READ
                                 |  |  |  partner              |  |  |  WEBHOOKS_MANAGE
                                 |  |  |  |  support           |  |  |  |  INVENTORY_WRITE of WAREHOUSE
                                 |  |  |  |  |  warehouse      |  |  |  |  |  INVENTORY_WRITE of ADMIN
                                 |  |  |  |  |  |  admin       |  |  |  |  |  |
Query.apiKeys                    U  y  y  y  y  y  y           F  F  F  F  F  F
Query.auditLog                   U  F  F  F  F  F  y           F  F  F  F  F  F
Query.bulkAction                 U  F  F  F  -  -  -           F  F  F  F  F  F
Query.bulkActionPreview          U  F  F  F  y  y  y           F  F  F  F  F  F
Query.bulkActions                U  F  F  F  y  y  y           F  F  F  F  F  F
Query.dataExports                U  y  y  y  y  y  y           F  F  F  F  F  F
Query.exportMyData               U  y  y  y  y  y  y           F  F  F  F  F  F
Query.exportOrders               U  F  F  F  y  y  y           F  F  F  F  F  F
Query.featureFlags               U  F  F  F  F  F  y           F  F  F  F  F  F
Query.jobs                       U  F  F  F  F  F  y           F  F  F  F  F  F
Query.lowStock                   U  F  F  F  y  y  y           F  F  F  F  F  F
Query.me                         U  y  y  y  y  y  y           y  y  y  y  y  y
Query.order                      U  y  -  y  y  y  y           y  F  F  F  F  F
Query.orderByNumber              U  y  -  y  y  y  y           y  F  F  F  F  F
Query.orderCurrencies            U  F  F  F  y  y  y           F  F  F  F  F  F
Query.orders                     U  y  y  y  y  y  y           y  F  F  F  F  F
Query.orderStats                 U  F  F  F  y  y  y           F  F  F  F  F  F
Query.product                    y  y  y  y  y  y  y           y  y  y  y  y  y
Query.products                   y  y  y  y  y  y  y           y  y  y  y  y  y
Query.quote                      y  y  y  y  y  y  y           y  y  y  y  y  y
Query.savedViews                 U  y  y  y  y  y  y           F  F  F  F  F  F
Query.stockMovements             U  F  F  F  y  y  y           F  F  F  F  F  F
Query.user                       U  y  -  y  y  -  y           F  F  F  F  F  F
Query.users                      U  F  F  F  y  F  y           F  F  F  F  F  F
Query.warehouses                 U  F  F  y  y  y  y           F  F  y  F  F  F
Query.webhookEndpoints           U  F  F  y  F  F  y           F  F  F  y  F  F
Query.webhookEventTypes          U  F  F  y  F  F  y           F  F  F  y  F  F

Mutation.adjustStock             U  F  F  F  F  y  y           F  F  F  F  y  y
Mutation.assignRoles             U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.cancelOrder             U  y  -  y  y  F  y           F  y  F  F  F  F
Mutation.changePassword          U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.confirmSecondFactor     y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.confirmTotp             U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.createApiKey            U  F  F  y  F  y  y           F  F  F  F  F  F
Mutation.createWarehouse         U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.createWebhookEndpoint   U  F  F  y  F  F  y           F  F  F  y  F  F
Mutation.deleteAddress           U  y  -  y  -  -  -           F  F  F  F  F  F
Mutation.deleteView              U  -  -  -  -  -  -           F  F  F  F  F  F
Mutation.deleteWebhookEndpoint   U  F  F  y  F  F  y           F  F  F  y  F  F
Mutation.deliverOrder            U  F  F  F  F  y  y           F  F  F  F  F  F
Mutation.disownChange            y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.endSessions             U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.enrolTotp               U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.eraseAccount            U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.lockAccount             U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.login                   y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.logout                  y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.logoutEverywhere        U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.placeOrder              U  y  y  y  y  y  y           F  y  F  F  F  F
Mutation.recordStockCount        U  F  F  F  F  y  y           F  F  F  F  y  y
Mutation.redeliverWebhook        U  F  F  y  F  F  -           F  F  F  y  F  F
Mutation.refreshSession          y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.refundOrder             U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.register                y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.removeSecondFactor      U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.requestDataExport       U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.requestEmailVerification U y  y  y  y  y  y           F  F  F  F  F  F
Mutation.requestPasswordReset    y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.resetFeatureFlag        U  F  F  F  F  F  -           F  F  F  F  F  F
Mutation.resetPassword           y  y  y  y  y  y  y           y  y  y  y  y  y
Mutation.resetSecondFactor       U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.resolveOrder            U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.retryJob                U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.reviewOrder             U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.revokeApiKey            U  y  -  y  -  -  y           F  F  F  F  F  F
Mutation.rotateApiKey            U  F  F  y  F  -  -           F  F  F  F  F  F
Mutation.rotateWebhookSecret     U  F  F  y  F  F  -           F  F  F  y  F  F
Mutation.runJob                  U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.saveAddress             U  y  -  y  -  -  -           F  F  F  F  F  F
Mutation.saveView                U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.sendTestWebhook         U  F  F  y  F  F  -           F  F  F  y  F  F
Mutation.setFeatureFlag          U  F  F  F  F  F  -           F  F  F  F  F  F
Mutation.setReorderPoints        U  F  F  F  F  y  y           F  F  F  F  y  y
Mutation.shipOrder               U  F  F  F  F  y  y           F  F  F  F  F  F
Mutation.startBulkAction         U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.stopBulkAction          U  F  F  F  -  -  -           F  F  F  F  F  F
Mutation.unlockAccount           U  F  F  F  y  F  y           F  F  F  F  F  F
Mutation.updateProduct           U  F  F  F  F  F  y           F  F  F  F  F  y
Mutation.updateProfile           U  y  y  y  y  y  y           F  F  F  F  F  F
Mutation.updateShippingAddress   U  y  -  y  y  F  y           F  F  F  F  F  F
Mutation.updateWarehouse         U  F  F  F  F  F  y           F  F  F  F  F  F
Mutation.updateWebhookEndpoint   U  F  F  y  F  F  -           F  F  F  y  F  F
Mutation.upsertProducts          U  F  F  F  F  F  y           F  F  F  F  F  y
Mutation.verifyEmail             y  y  y  y  y  y  y           y  y  y  y  y  y

Product.demandForecast           U  F  F  F  -  -  -           F  F  F  F  F  F
Product.leadTimeDemand           U  F  F  F  -  -  -           F  F  F  F  F  F
Product.reorderProposals         U  F  F  F  -  -  -           F  F  F  F  F  F
Product.stock                    U  F  F  y  y  y  y           F  F  y  F  F  F
User.email                       U  y  y  y  y  y  y           F  F  F  F  F  F
User.emailVerified               U  y  y  y  y  y  y           F  F  F  F  F  F
User.language                    U  y  y  y  y  y  y           F  F  F  F  F  F
User.pendingEmail                U  -  -  -  -  -  -           F  F  F  F  F  F
User.name                        U  y  y  y  y  y  y           F  F  F  F  F  F
User.addresses                   U  y  y  y  y  y  y           F  F  F  F  F  F
User.createdAt                   U  y  y  y  y  y  y           F  F  F  F  F  F
User.orders                      U  y  y  y  y  y  y           y  F  F  F  F  F
`;

const verdicts: Readonly<Record<string, Verdict>> = {
  y: 'allowed',
  '-': 'absent',
  F: 'FORBIDDEN',
  U: 'UNAUTHENTICATED',
};

/** A STOREFRONT key does what anonymous callers may; for the rest, its scope is not enough. */
const asStorefront = (anonymous: Verdict | undefined): Verdict | undefined =>
  anonymous === 'UNAUTHENTICATED' ? 'FORBIDDEN' : anonymous;

/** The result of each caller by coordinate, in the order of `callers`. */
export const matrix: ReadonlyMap<string, readonly Verdict[]> = new Map(
  table
    .split('\n')
    .filter((line) => /^[A-Z]\w+\.\w/.test(line))
    .map((line) => {
      const [coordinate = '', ...cells] = line.trim().split(/ +/);
      const written = cells.map((cell) => verdicts[cell]);
      const row = [...written, asStorefront(written[0])];
      if (row.length !== callers.length || row.includes(undefined)) {
        throw new Error(`The row of ${coordinate} has not one verdict a caller.`);
      }
      return [coordinate, row as Verdict[]];
    }),
);
