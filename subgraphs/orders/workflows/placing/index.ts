export type { PlacedRequest } from './begin-waiting';
export { NetworkWaits } from './network-waits';
export { placeOrder } from './place-order';
