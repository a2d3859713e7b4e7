export type { ShardRange } from '../spread';
export { moveRange } from './move-range';
export type { MovedShard } from './move-shard';
export { type OwnedDatabase, withSides } from './open-sides';
export { type MoveOverview, overviewOf } from './overview';
