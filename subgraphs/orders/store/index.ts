export { type OrdersStore, ordersStore } from './orders-store';
export {
  isDatabaseDown,
  isInRanges,
  type ShardRange,
  type SpreadStore,
  spreadOrdersStore,
} from './spread';
