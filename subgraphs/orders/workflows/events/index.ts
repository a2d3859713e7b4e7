export { PassingOn } from './event-delivery';
export { endpointProblems } from './webhook-targets';
