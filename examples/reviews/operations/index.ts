/** The operations that clients call through the gateway. */

export { ReviewOperation } from './review';
