import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { badUserInput, NotFoundError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { msPerSecond } from '../../../platform/values/time';
import { isUuid } from '../../../platform/values/uuid';
import { SecretSeal } from '../../../platform/webhooks/sealed-secret';
import { newSigningSecret } from '../../../platform/webhooks/signature';
import type { OrdersContext } from '../context';
import { overlapSecondsDefault, overlapSecondsMax } from '../domain/webhook-input';
import { RotateWebhookSecretResult } from '../schema/rotate-webhook-secret.result';

@Resolver()
export class RotateWebhookSecretOperation {
  @Mutation(() => RotateWebhookSecretResult, {
    nullable: true,
    description:
      'Gives one of your endpoints a new signing secret. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  async rotateWebhookSecret(
    @Arg('id', () => ID, { description: 'Id of the endpoint whose secret is replaced.' })
    id: string,
    @Arg('overlapSeconds', () => Int, {
      nullable: true,
      defaultValue: overlapSecondsDefault,
      description: `Seconds for which deliveries carry both the old and the new signature, 0 to ${overlapSecondsMax}.`,
    })
    requested: number | null,
    @Ctx() { store, viewer, configuration }: OrdersContext,
  ): Promise<RotateWebhookSecretResult> {
    const overlapSeconds = requested ?? overlapSecondsDefault;
    if (overlapSeconds < 0 || overlapSeconds > overlapSecondsMax) {
      throw badUserInput(`\`overlapSeconds\` takes 0 to ${overlapSecondsMax}.`, 'overlapSeconds');
    }
    const ownerId = userIdOf(viewer);
    const endpointId = id.toLowerCase();
    if (ownerId === null || !isUuid(endpointId)) return new NotFoundError('webhook endpoint');
    const signingSecret = newSigningSecret();
    const secret = new SecretSeal(configuration.webhooks.secretKey).seal(signingSecret, endpointId);
    const until = new Date(Date.now() + overlapSeconds * msPerSecond);
    const endpoint = await store.webhookEndpoints.rotateSecret(
      { id: endpointId, ownerId },
      { secret, previousUntil: overlapSeconds === 0 ? null : until },
      staffEntry(viewer, 'webhook.rotate_secret', `WebhookEndpoint:${endpointId}`, {
        overlapSeconds,
      }),
    );
    return endpoint ? { endpoint, signingSecret } : new NotFoundError('webhook endpoint');
  }
}
