import { asOfNow, everyone, only, person, signedIn, withRole } from '../../platform/auth/rules';
import { hasRole, isStaff, scopeAllows, type Viewer } from '../../platform/auth/viewer';

/**
 * Whether the viewer reads what is for the eyes of staff only. Keys never do, whatever the roles of
 * their owner: their scopes speak of the owner's own orders.
 */
export function seesAsStaff(viewer: Viewer): boolean {
  return viewer.kind !== 'apiKey' && isStaff(viewer);
}

/** Who may know whose an order is, besides the owner: a warehouse ships without. */
export function seesCustomers(viewer: Viewer): boolean {
  return viewer.kind === 'user' && hasRole(viewer, 'SUPPORT', 'ADMIN');
}

// The shield takes no two rules of one name: what stands in several places is made once.
const readers = signedIn('ORDERS_READ');
const buyers = signedIn('ORDERS_WRITE');
const shippers = withRole(['WAREHOUSE', 'ADMIN']);
const admins = withRole(['ADMIN']);
const support = withRole(['SUPPORT', 'ADMIN']);

/**
 * What staff does outlasts the session (money, goods, decisions), and what webhooks hear too: asked
 * of users at that moment. A customer's own orders are not: to place one costs no call.
 */
const supportNow = asOfNow('support now', support);
const shippersNow = asOfNow('shippers now', shippers);
const adminsNow = asOfNow('admins now', admins);
const buyersOrStaffNow = asOfNow('buyers, and staff now', buyers, isStaff);
const peopleOrStaffNow = asOfNow('people, and staff now', person, isStaff);

const webhookOwners = withRole(['PARTNER', 'ADMIN'], 'WEBHOOKS_MANAGE');

const webhookOwnersNow = asOfNow('webhook owners now', webhookOwners);

/** A key needs the scope; who is not signed in finds nothing here, as whose orders are these? */
const keysWithScope = only('keysWithScope ORDERS_READ', (viewer) =>
  scopeAllows(viewer, 'ORDERS_READ'),
);

/**
 * Who may do what in orders. Every root field is named here; a test sees to it. Whose order it is
 * is decided where the order is read (`visibility.ts`), and what its state allows in
 * `domain/order.ts`: every account is a buyer too, so cancelling is not a question of the role.
 */
export const rules = {
  Query: {
    order: readers,
    orderByNumber: readers,
    orders: readers,
    quote: everyone,
    webhookEndpoints: webhookOwners,
    jobs: admins,
  },
  Mutation: {
    placeOrder: buyers,
    cancelOrder: buyersOrStaffNow,
    shipOrder: shippersNow,
    deliverOrder: shippersNow,
    refundOrder: supportNow,
    reviewOrder: supportNow,
    resolveOrder: supportNow,
    retryJob: adminsNow,
    runJob: adminsNow,
    updateShippingAddress: peopleOrStaffNow,
    createWebhookEndpoint: webhookOwnersNow,
    updateWebhookEndpoint: webhookOwnersNow,
    rotateWebhookSecret: webhookOwnersNow,
    deleteWebhookEndpoint: webhookOwnersNow,
    redeliverWebhook: webhookOwnersNow,
  },
  User: {
    orders: keysWithScope,
  },
};
