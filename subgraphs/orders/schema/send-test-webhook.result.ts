import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { WebhookDeliveryRow } from '../store/webhook-deliveries';
import { WebhookDelivery } from './webhook-delivery';

export const SendTestWebhookResult = outcomeUnion(
  'SendTestWebhookResult',
  'The delivery of the test, or an error if you have no enabled endpoint of this id.',
  WebhookDelivery,
  [NotFoundError],
);
export type SendTestWebhookResult = OutcomeOf<typeof SendTestWebhookResult, WebhookDeliveryRow>;
