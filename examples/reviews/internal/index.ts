/** The operations that other services and the commands call; no client of the gateway can. */

export { ReviewCountOperation } from './review-count';
