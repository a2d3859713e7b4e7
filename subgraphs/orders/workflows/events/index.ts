export { EventDelivery } from './event-delivery';
export type { MailBuyers } from './relay-events';
export { endpointProblems } from './webhook-targets';
