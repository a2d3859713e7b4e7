import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { NotFoundPage } from '../pages/not-found';
import { PageCrash } from '../pages/page-crash';
import { guardedPage } from './guarded-page';
import { parseSearch, searchOf, stringifySearch } from './search';
import { Shell } from './shell';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const under = { getParentRoute: () => rootRoute } as const;

const overview = createRoute({
  ...under,
  path: '/',
  validateSearch: searchOf('range'),
  component: guardedPage('overview', () => import('../pages/overview/overview'), 'OverviewPage'),
});

const orders = createRoute({
  ...under,
  path: '/orders',
  validateSearch: searchOf(
    'q',
    'status',
    'from',
    'to',
    'attention',
    'sort',
    'customer',
    'hide',
    'after',
    'page',
  ),
  component: guardedPage('orders', () => import('../pages/orders/orders'), 'OrdersPage'),
});

const order = createRoute({
  ...under,
  path: '/orders/$id',
  component: guardedPage('orders', () => import('../pages/order/order'), 'OrderPage'),
});

const bulkActions = createRoute({
  ...under,
  path: '/bulk',
  validateSearch: searchOf('after', 'page'),
  component: guardedPage(
    'allOrders',
    () => import('../pages/bulk/bulk-actions'),
    'BulkActionsPage',
  ),
});

const bulkAction = createRoute({
  ...under,
  path: '/bulk/$id',
  validateSearch: searchOf('state', 'after', 'page'),
  component: guardedPage('allOrders', () => import('../pages/bulk/bulk-action'), 'BulkActionPage'),
});

const products = createRoute({
  ...under,
  path: '/products',
  validateSearch: searchOf('q', 'show', 'sort', 'after', 'page'),
  component: guardedPage('products', () => import('../pages/products/products'), 'ProductsPage'),
});

const product = createRoute({
  ...under,
  path: '/products/$sku',
  validateSearch: searchOf('after', 'page'),
  component: guardedPage('products', () => import('../pages/products/product'), 'ProductPage'),
});

const warehouses = createRoute({
  ...under,
  path: '/warehouses',
  component: guardedPage(
    'warehouses',
    () => import('../pages/warehouses/warehouses'),
    'WarehousesPage',
  ),
});

const count = createRoute({
  ...under,
  path: '/warehouses/$code/count',
  component: guardedPage('adjustStock', () => import('../pages/warehouses/count'), 'CountPage'),
});

const accounts = createRoute({
  ...under,
  path: '/accounts',
  validateSearch: searchOf('q', 'after', 'page'),
  component: guardedPage('accounts', () => import('../pages/accounts/accounts'), 'AccountsPage'),
});

const account = createRoute({
  ...under,
  path: '/accounts/$id',
  component: guardedPage('accounts', () => import('../pages/accounts/account'), 'AccountPage'),
});

const keys = createRoute({
  ...under,
  path: '/keys',
  component: guardedPage('keys', () => import('../pages/integrations/keys'), 'KeysPage'),
});

const webhooks = createRoute({
  ...under,
  path: '/webhooks',
  component: guardedPage(
    'webhooks',
    () => import('../pages/integrations/webhooks'),
    'WebhooksPage',
  ),
});

const audit = createRoute({
  ...under,
  path: '/audit',
  validateSearch: searchOf('subject', 'actor', 'after', 'page'),
  component: guardedPage('administration', () => import('../pages/operations/audit'), 'AuditPage'),
});

const jobs = createRoute({
  ...under,
  path: '/jobs',
  validateSearch: searchOf('state', 'queue', 'after', 'page'),
  component: guardedPage('administration', () => import('../pages/operations/jobs'), 'JobsPage'),
});

const flags = createRoute({
  ...under,
  path: '/flags',
  component: guardedPage('administration', () => import('../pages/operations/flags'), 'FlagsPage'),
});

const ownAccount = createRoute({
  ...under,
  path: '/account',
  component: guardedPage(null, () => import('../pages/own-account/own-account'), 'OwnAccountPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overview,
    orders,
    order,
    bulkActions,
    bulkAction,
    products,
    product,
    warehouses,
    count,
    accounts,
    account,
    keys,
    webhooks,
    audit,
    jobs,
    flags,
    ownAccount,
  ]),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  // What a page remembers is about one object; another object gets a new page.
  defaultRemountDeps: ({ params }) => params,
  defaultErrorComponent: PageCrash,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
