import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { RevokeApiKeyResult } from '../schema/revoke-api-key.result';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';

@Resolver()
export class RevokeApiKeyOperation {
  @Mutation(() => RevokeApiKeyResult, {
    nullable: true,
    description:
      'Revokes one of your API keys, or any key as ADMIN. It stops working everywhere within 5 s. FORBIDDEN for API keys.',
  })
  async revokeApiKey(
    @Arg('id', () => ID, {
      description: 'Id of the key to revoke. Revoking it again changes nothing.',
    })
    id: string,
    @Ctx() context: UsersContext,
  ): Promise<RevokeApiKeyResult> {
    const owner = await ownAccount(context);
    if (!isUuid(id)) return new NotFoundError('API key');
    const { store, viewer } = context;
    const entry = entryBy(viewer, 'api_key.revoke', `ApiKey:${id.toLowerCase()}`);
    const revoked = await store.apiKeys.revoke(viewer, owner.id, id, entry);
    return revoked ?? new NotFoundError('API key');
  }
}
