export { type OrdersStore, ordersStore } from './orders-store';
export {
  isDatabaseUnavailable,
  type ShardRange,
  type SpreadStore,
  spreadOrdersStore,
} from './spread';
