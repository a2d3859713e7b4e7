export { type OrdersStore, ordersStore } from './orders-store';
export {
  isDatabaseUnavailable,
  isInRanges,
  type ShardRange,
  type SpreadStore,
  spreadOrdersStore,
} from './spread';
