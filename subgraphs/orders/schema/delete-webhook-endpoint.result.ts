import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { WebhookEndpointRow } from '../store/webhook-endpoints';
import { WebhookEndpoint } from './webhook-endpoint';

export const DeleteWebhookEndpointResult = outcomeUnion(
  'DeleteWebhookEndpointResult',
  'The deleted endpoint as it was, or an error if there is no such endpoint.',
  WebhookEndpoint,
  [NotFoundError],
);
export type DeleteWebhookEndpointResult = OutcomeOf<
  typeof DeleteWebhookEndpointResult,
  WebhookEndpointRow
>;
