import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';
import { WebhookDelivery } from './webhook-delivery';

export const RedeliverWebhookResult = outcomeUnion(
  'RedeliverWebhookResult',
  'The delivery, due at once, or an error if there is no such delivery.',
  WebhookDelivery,
  [NotFoundError],
);
export type RedeliverWebhookResult = OutcomeOf<typeof RedeliverWebhookResult, WebhookDeliveryRow>;
