import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { hasRole } from '../../../access/roles';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { DeleteWebhookEndpointResult } from '../schema/delete-webhook-endpoint.result';

@Resolver()
export class DeleteWebhookEndpointOperation {
  @Mutation(() => DeleteWebhookEndpointResult, {
    nullable: true,
    description:
      'Deletes one of your endpoints, or any as ADMIN, with its deliveries. PARTNER, ADMIN and their API keys with WEBHOOKS_MANAGE.',
  })
  async deleteWebhookEndpoint(
    @Arg('id', () => ID, {
      description: 'Id of the endpoint to delete. Its waiting deliveries are never sent.',
    })
    id: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<DeleteWebhookEndpointResult> {
    // An ADMIN in person may delete any endpoint.
    const isAdmin = viewer.kind === 'user' && hasRole(viewer, 'ADMIN');
    const ownerId = isAdmin ? null : userIdOf(viewer);
    if ((ownerId === null && !isAdmin) || !isUuid(id)) return new NotFoundError('webhook endpoint');
    const audit = staffEntry(viewer, 'webhook.delete', `WebhookEndpoint:${id.toLowerCase()}`);
    const endpoint = await store.webhookEndpoints.delete({ id, ownerId }, audit);
    return endpoint ?? new NotFoundError('webhook endpoint');
  }
}
