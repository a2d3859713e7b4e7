import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

type Webhooks = Pick<SpreadStore, 'webhookEndpoints' | 'webhookDeliveries' | 'testDeliveries'>;

/** Webhooks are for events of their owner's orders, and are stored with these. */
export function spreadWebhooks(map: ShardMap): Webhooks {
  const storeOf = (ownerId: string) => map.ofCustomer(ownerId).store;
  return {
    webhookEndpoints: {
      ofOwner: (ownerId) => storeOf(ownerId).webhookEndpoints.ofOwner(ownerId),
      create: (endpoint, audit) =>
        storeOf(endpoint.ownerId).webhookEndpoints.create(endpoint, audit),
      update: (endpoint, change, audit) =>
        storeOf(endpoint.ownerId).webhookEndpoints.update(endpoint, change, audit),
      rotateSecret: (endpoint, secret, audit) =>
        storeOf(endpoint.ownerId).webhookEndpoints.rotateSecret(endpoint, secret, audit),

      /** An ADMIN names no owner: the database that has the endpoint deletes it. */
      async delete(endpoint, audit) {
        const { ownerId } = endpoint;
        const stores = ownerId === null ? map.all.map(({ store }) => store) : [storeOf(ownerId)];
        for (const { webhookEndpoints } of stores) {
          const deleted = await webhookEndpoints.delete(endpoint, audit);
          if (deleted !== null) return deleted;
        }
        return null;
      },
    },

    webhookDeliveries: {
      redeliver: (ownerId, id, audit) =>
        storeOf(ownerId).webhookDeliveries.redeliver(ownerId, id, audit),

      async pagesByEndpoint(endpoints, page) {
        const parts = map.divide(endpoints, ({ ownerId }) => map.ofCustomer(ownerId));
        const reads = [...parts].map(([one, own]) =>
          one.store.webhookDeliveries.pagesByEndpoint(own, page),
        );
        return (await Promise.all(reads)).flat();
      },
    },

    testDeliveries: {
      create: (endpoint, perMinuteMax, audit) =>
        storeOf(endpoint.ownerId).testDeliveries.create(endpoint, perMinuteMax, audit),
    },
  };
}
