export { cancellation, restCancellation, reviewRejection } from './cancellations';
export { settleEffects } from './settle-effects';
