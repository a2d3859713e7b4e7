import type { Transaction } from '../../../../platform/database/pool';
import type { AddressStore } from '../addresses';
import type { ShardRange } from '../spread';

/** A database of orders, as the role that owns it reaches it. */
export interface Side {
  /** `orders`, `orders-2`. */
  readonly name: string;
  /** The shards that the configuration gives it. */
  readonly ranges: readonly ShardRange[];
  /** One session for the whole move: its lock ends with it, and so does everything that it began. */
  readonly client: Transaction;
  readonly addresses: AddressStore;
}
