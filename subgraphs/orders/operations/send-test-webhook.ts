import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import { publicError } from '../../../platform/requests/public-error';
import { userIdOf } from '../../../platform/requests/viewer';
import { msPerSecond } from '../../../platform/values/time';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { testWebhooksPerMinuteMax } from '../domain/webhook-input';
import { SendTestWebhookResult } from '../schema/send-test-webhook.result';
import type { TooManyTests } from '../store/test-deliveries';

@Resolver()
export class SendTestWebhookOperation {
  @Mutation(() => SendTestWebhookResult, {
    nullable: true,
    description: `Sends \`webhook.test\` to your enabled endpoint, once; at most ${testWebhooksPerMinuteMax} a minute. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.`,
  })
  async sendTestWebhook(
    @Arg('endpointId', () => ID, {
      description: 'Id of the endpoint to test, which has to be enabled.',
    })
    endpointId: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<SendTestWebhookResult> {
    const ownerId = userIdOf(viewer);
    if (ownerId === null || !isUuid(endpointId)) return noEnabledEndpoint();
    const id = endpointId.toLowerCase();
    const audit = staffEntry(viewer, 'webhook.test', `WebhookEndpoint:${id}`);
    const sent = await store.testDeliveries.create(
      { id, ownerId },
      testWebhooksPerMinuteMax,
      audit,
    );
    if (sent === null) return noEnabledEndpoint();
    if ('retryAt' in sent) throw tooMany(sent);
    return sent;
  }
}

const noEnabledEndpoint = () => new NotFoundError('enabled webhook endpoint');

function tooMany({ retryAt }: TooManyTests) {
  const retryAfterMs = retryAt.getTime() - Date.now();
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / msPerSecond));
  return publicError(
    'RATE_LIMITED',
    `This endpoint has had ${testWebhooksPerMinuteMax} tests within a minute. Try again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}
