import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';
import { WebhookEndpoint } from './webhook-endpoint';

export const UpdateWebhookEndpointResult = outcomeUnion(
  'UpdateWebhookEndpointResult',
  'The endpoint after the change, or why it was not changed.',
  WebhookEndpoint,
  [NotFoundError, ValidationError],
);
export type UpdateWebhookEndpointResult = OutcomeOf<
  typeof UpdateWebhookEndpointResult,
  WebhookEndpointRow
>;
