export { EventDelivery } from './event-delivery';
export { endpointProblems } from './webhook-targets';
