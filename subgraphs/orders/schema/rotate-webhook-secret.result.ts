import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { WebhookEndpointCreated } from './webhook-endpoint';

export const RotateWebhookSecretResult = outcomeUnion(
  'RotateWebhookSecretResult',
  'The endpoint with its new secret, or an error if there is no such endpoint.',
  WebhookEndpointCreated,
  [NotFoundError],
);
export type RotateWebhookSecretResult = OutcomeOf<
  typeof RotateWebhookSecretResult,
  WebhookEndpointCreated
>;
