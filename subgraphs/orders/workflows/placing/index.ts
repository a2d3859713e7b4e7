export type { PlacedRequest } from './begin-waiting';
export { placeOrder } from './place-order';
export { rememberPlacedLines } from './placed-lines';
