import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { UpdateWebhookEndpointInput } from '../schema/update-webhook-endpoint.input';
import { UpdateWebhookEndpointResult } from '../schema/update-webhook-endpoint.result';
import { endpointProblems } from '../workflows/events';

@Resolver()
export class UpdateWebhookEndpointOperation {
  @Mutation(() => UpdateWebhookEndpointResult, {
    nullable: true,
    description:
      'Changes one of your endpoints, or enables or disables it. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  async updateWebhookEndpoint(
    @Arg('id', () => ID, { description: 'Id of the endpoint to change.' }) id: string,
    @Arg('input', () => UpdateWebhookEndpointInput, {
      description: 'What to change of the endpoint.',
    })
    input: UpdateWebhookEndpointInput,
    @Ctx() { store, viewer, configuration }: OrdersContext,
  ): Promise<UpdateWebhookEndpointResult> {
    const ownerId = userIdOf(viewer);
    if (ownerId === null || !isUuid(id)) return new NotFoundError('webhook endpoint');
    const url = input.url == null ? undefined : String(input.url);
    const problems = await endpointProblems({ url, events: input.events }, configuration);
    if (problems.length > 0) return new ValidationError(problems);
    const events = input.events == null ? undefined : [...new Set(input.events)];
    const change = { url, events, enabled: input.enabled ?? undefined };
    const subject = `WebhookEndpoint:${id.toLowerCase()}`;
    // URLs may contain secrets.
    const detail = { events, enabled: change.enabled, url: url !== undefined };
    const audit = staffEntry(viewer, 'webhook.update', subject, detail);
    const endpoint = await store.webhookEndpoints.update({ id, ownerId }, change, audit);
    return endpoint ?? new NotFoundError('webhook endpoint');
  }
}
