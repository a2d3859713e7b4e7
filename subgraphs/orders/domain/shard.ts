/** The number of shards, as many as fit in the 12 free bits of a UUIDv7. */
export const shards = 4096;

/** FNV-1a, 32 bits (draft-eastlake-fnv, section 2): spreads evenly and never changes. */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * The shard of a customer's orders, 0 to 4095. It is part of the id and number of each order, so that
 * orders can be spread over databases without a lookup.
 */
export function shardOf(customerId: string): number {
  let hash = offsetBasis;
  for (const character of customerId.toLowerCase()) {
    hash = Math.imul(hash ^ character.charCodeAt(0), prime);
  }
  return ((hash >>> 16) ^ hash) & (shards - 1);
}

/** The place of the 12 bits between time and random bits in the text of a UUIDv7. */
const shardOfIdFrom = 15;
const shardOfIdTo = 18;

/** The shard in the id of an order, a shipment or a refund; any uuid has one. */
export function shardOfId(id: string): number {
  return Number.parseInt(id.slice(shardOfIdFrom, shardOfIdTo), 16);
}
