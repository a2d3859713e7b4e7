export { cancellation, restCancellation, reviewRejection } from './cancellations';
export { runEffects } from './run-effects';
