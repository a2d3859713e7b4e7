import { cacheExchange, type KeyGenerator } from '@urql/exchange-graphcache';
import { Client, subscriptionExchange } from 'urql';
import { subscribe } from './api';
import { apiExchange } from './exchange';
import { liveConnection } from './live-connection';

/** Types without an id of their own belong to the object that has them. */
const embedded: KeyGenerator = () => null;

const embeddedTypes = [
  'ApiKeyCreated',
  'ApiKeyRequest',
  'BulkActionItem',
  'BulkActionPreview',
  'OrderExport',
  'Allocation',
  'FeatureFlag',
  'Money',
  'OrderAttention',
  'OrderStatsPoint',
  'DemandPoint',
  'Payment',
  'RefusedAction',
  'ReturnLine',
  'ShipmentLine',
  'ShippingAddress',
  'StockLevel',
  'WebhookEndpointCreated',
  'WebhookEventType',
];

/** A new cache and a new client for each viewer, so that nothing of another one is shown. */
export function newClient(): Client {
  return new Client({
    url: '/graphql',
    // What is in the cache is shown at once, and read again.
    requestPolicy: 'cache-and-network',
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        keys: {
          ...Object.fromEntries(embeddedTypes.map((name) => [name, embedded])),
          Product: ({ sku }) => sku as string,
          Warehouse: ({ code }) => code as string,
        },
      }),
      apiExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: subscribe(query ?? '', variables ?? {}, {
              next: ({ data, errors }) =>
                sink.next({ data: data as never, errors: errors as never }),
              connected: liveConnection.report,
              missed: liveConnection.reportGap,
            }),
          }),
        }),
      }),
    ],
  });
}
