export { placeOrder } from './place-order';
