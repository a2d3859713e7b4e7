import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { unauthenticated, ValidationError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { SecretSeal } from '../../../platform/webhooks/sealed-secret';
import { newSigningSecret } from '../../../platform/webhooks/signature';
import type { OrdersContext } from '../context';
import { endpointsPerOwnerMax } from '../domain/webhook-input';
import { WebhookEndpointInput } from '../schema/create-webhook-endpoint.input';
import { CreateWebhookEndpointResult } from '../schema/create-webhook-endpoint.result';
import { endpointProblems } from '../workflows/events';

@Resolver()
export class CreateWebhookEndpointOperation {
  @Mutation(() => CreateWebhookEndpointResult, {
    nullable: true,
    description: `Creates an endpoint for events of your own orders from now on; you may have ${endpointsPerOwnerMax}. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.`,
  })
  async createWebhookEndpoint(
    @Arg('input', () => WebhookEndpointInput, {
      description: 'The properties of the new endpoint.',
    })
    input: WebhookEndpointInput,
    @Ctx() { store, viewer, configuration }: OrdersContext,
  ): Promise<CreateWebhookEndpointResult> {
    const ownerId = userIdOf(viewer);
    if (ownerId === null) throw unauthenticated();
    const url = String(input.url);
    const problems = await endpointProblems({ url, events: input.events }, configuration);
    if (problems.length > 0) return new ValidationError(problems);
    const id = uuidV7();
    const signingSecret = newSigningSecret();
    const secret = new SecretSeal(configuration.webhooks.secretKey).seal(signingSecret, id);
    const events = [...new Set(input.events)];
    const audit = staffEntry(viewer, 'webhook.create', `WebhookEndpoint:${id}`, { events });
    const endpoint = await store.webhookEndpoints.create(
      { id, ownerId, url, events, secret },
      audit,
    );
    if (endpoint === null) {
      const message = `You have ${endpointsPerOwnerMax} endpoints: delete one first.`;
      return new ValidationError([{ path: [], message }]);
    }
    return { endpoint, signingSecret };
  }
}
