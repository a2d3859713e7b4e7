import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { WebhookEndpointCreated } from './webhook-endpoint';

export const CreateWebhookEndpointResult = outcomeUnion(
  'CreateWebhookEndpointResult',
  'The endpoint with its secret, or why it was not created.',
  WebhookEndpointCreated,
  [ValidationError],
);
export type CreateWebhookEndpointResult = OutcomeOf<
  typeof CreateWebhookEndpointResult,
  WebhookEndpointCreated
>;
