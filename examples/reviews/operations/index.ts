import { ReviewOperation } from './review';

/** The operations that clients call through the gateway. */
export const operations = [ReviewOperation];
