export { type OrdersStore, ordersStore } from './orders-store';
export {
  isInRanges,
  type ShardRange,
  type SpreadDatabase,
  type SpreadStore,
  spreadOrdersStore,
} from './spread';
