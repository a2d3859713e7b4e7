import { hasRole, isStaff, scopeAllows } from '../../access/roles';
import { only, person, signedIn, withRole } from '../../access/rules';
import { asOfNow, everyone } from '../../platform/auth/rules';
import type { Viewer } from '../../platform/requests/viewer';

/**
 * Whether the viewer may read staff-only data. Keys never may, whatever the roles of their owner:
 * their scopes cover the owner's own orders.
 */
export function seesAsStaff(viewer: Viewer): boolean {
  return viewer.kind !== 'apiKey' && isStaff(viewer);
}

/** Roles that may see the customer of an order; a warehouse does not need it. */
export function seesCustomers(viewer: Viewer): boolean {
  return viewer.kind === 'user' && hasRole(viewer, 'SUPPORT', 'ADMIN');
}

// The shield rejects two rules with the same name, so shared rules are created once.
const readers = signedIn('ORDERS_READ');
const everyoneSignedIn = signedIn('ORDERS_WRITE');
const shippers = withRole(['WAREHOUSE', 'ADMIN']);
const admins = withRole(['ADMIN']);
const support = withRole(['SUPPORT', 'ADMIN']);
const staff = withRole(['SUPPORT', 'WAREHOUSE', 'ADMIN']);

/**
 * Actions of staff (money, goods, decisions) and webhook settings outlast the session, so current
 * rights are checked with users. Customers' own orders are not, which saves a call per order.
 */
const supportNow = asOfNow('support now', support);
const shippersNow = asOfNow('shippers now', shippers);
const adminsNow = asOfNow('admins now', admins);
const staffNow = asOfNow('staff now', staff);
const everyoneSignedInOrStaffNow = asOfNow(
  'everyone signed in, and staff now',
  everyoneSignedIn,
  isStaff,
);
const peopleOrStaffNow = asOfNow('people, and staff now', person, isStaff);

const webhookOwners = withRole(['PARTNER', 'ADMIN'], 'WEBHOOKS_MANAGE');

const webhookOwnersNow = asOfNow('webhook owners now', webhookOwners);

/** A key needs the scope; anonymous viewers are rejected, since orders belong to accounts. */
const keysWithScope = only('keysWithScope ORDERS_READ', (viewer) =>
  scopeAllows(viewer, 'ORDERS_READ'),
);

/**
 * Permissions of orders. Every root field is listed, which a test enforces. Ownership is checked
 * where an order is read (`visibility.ts`), and allowed actions in `domain/order.ts`: cancelling does
 * not depend on the role, because every account can also be a buyer.
 */
export const rules = {
  Query: {
    order: readers,
    orderByNumber: readers,
    orders: readers,
    orderCurrencies: staff,
    orderStats: staff,
    exportOrders: staff,
    bulkAction: staff,
    bulkActions: staff,
    bulkActionPreview: staff,
    quote: everyone,
    webhookEndpoints: webhookOwners,
    webhookEventTypes: webhookOwners,
    jobs: admins,
  },
  Mutation: {
    placeOrder: everyoneSignedIn,
    cancelOrder: everyoneSignedInOrStaffNow,
    shipOrder: shippersNow,
    deliverOrder: shippersNow,
    refundOrder: supportNow,
    reviewOrder: supportNow,
    resolveOrder: supportNow,
    startBulkAction: staffNow,
    stopBulkAction: staffNow,
    retryJob: adminsNow,
    runJob: adminsNow,
    updateShippingAddress: peopleOrStaffNow,
    createWebhookEndpoint: webhookOwnersNow,
    updateWebhookEndpoint: webhookOwnersNow,
    rotateWebhookSecret: webhookOwnersNow,
    deleteWebhookEndpoint: webhookOwnersNow,
    redeliverWebhook: webhookOwnersNow,
    sendTestWebhook: webhookOwnersNow,
  },
  Product: {
    demandForecast: staff,
    leadTimeDemand: staff,
  },
  User: {
    orders: keysWithScope,
  },
};
