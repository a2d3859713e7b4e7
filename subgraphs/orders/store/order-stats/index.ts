export { type OrderStatsRow, orderStatsStore, type StatsDifference } from './order-stats';
export { staleDays } from './stale-days';
export { addToStats, selectEventChanges, sumByBucket } from './sum';
