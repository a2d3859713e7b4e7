export type { PlacedLine } from './begin-waiting';
export { placeOrder } from './place-order';
