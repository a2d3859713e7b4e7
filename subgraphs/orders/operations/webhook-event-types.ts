import { Query, Resolver } from 'type-graphql';
import { webhookEventTypes } from '../domain/webhook-event-type';
import { WebhookEventType } from '../schema/webhook-event-type';

@Resolver()
export class WebhookEventTypesOperation {
  @Query(() => [WebhookEventType], {
    nullable: true,
    description:
      'Every event that an endpoint can receive. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  webhookEventTypes(): readonly WebhookEventType[] {
    return webhookEventTypes;
  }
}
