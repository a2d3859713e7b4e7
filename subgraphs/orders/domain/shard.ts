/** As many as the 12 free bits of a UUIDv7 can name. */
export const shards = 4096;

/** FNV-1a, 32 bits (draft-eastlake-fnv, section 2): spreads evenly and never changes. */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Which shard a customer's orders belong to, 0 to 4095. It stands in the id and in the number of
 * each order, so that orders can live on several databases without a look-up.
 */
export function shardOf(customerId: string): number {
  let hash = offsetBasis;
  for (const character of customerId.toLowerCase()) {
    hash = Math.imul(hash ^ character.charCodeAt(0), prime);
  }
  return ((hash >>> 16) ^ hash) & (shards - 1);
}
