import { everyone, only, person, signedIn, withRole } from '../../platform/auth/rules';
import { isStaff, scopeAllows, type Viewer } from '../../platform/auth/viewer';

/**
 * Whether the viewer reads what is for the eyes of staff only. Keys never do, whatever the roles of
 * their owner: their scopes speak of the owner's own orders.
 */
export function seesAsStaff(viewer: Viewer): boolean {
  return viewer.kind !== 'apiKey' && isStaff(viewer);
}

// The shield takes no two rules of one name: what stands in several places is made once.
const readers = signedIn('ORDERS_READ');
const buyers = signedIn('ORDERS_WRITE');
const shippers = withRole(['WAREHOUSE', 'ADMIN']);
const admins = withRole(['ADMIN']);
const support = withRole(['SUPPORT', 'ADMIN']);

const webhookOwners = withRole(['PARTNER', 'ADMIN'], 'WEBHOOKS_MANAGE');

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
    cancelOrder: buyers,
    shipOrder: shippers,
    deliverOrder: shippers,
    refundOrder: support,
    reviewOrder: support,
    resolveOrder: support,
    retryJob: admins,
    runJob: admins,
    updateShippingAddress: person,
    createWebhookEndpoint: webhookOwners,
    updateWebhookEndpoint: webhookOwners,
    rotateWebhookSecret: webhookOwners,
    deleteWebhookEndpoint: webhookOwners,
    redeliverWebhook: webhookOwners,
  },
  User: {
    orders: keysWithScope,
  },
};
