export { cancellation, restCancellation, reviewRejection } from './cancellations';
export { recordFailedRefund } from './refund-order';
export { runEffects } from './run-effects';
