import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { NotFoundError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { ApiKey } from '../schema/api-key';
import type { ApiKeyRow } from '../store/api-keys';
import { ownAccount } from '../visibility';

const RevokeApiKeyResult = outcomeUnion(
  'RevokeApiKeyResult',
  'The revoked key, or an error if there is no such key.',
  ApiKey,
  [NotFoundError],
);

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
  ): Promise<ApiKeyRow | NotFoundError> {
    const owner = await ownAccount(context);
    if (!isUuid(id)) return new NotFoundError('API key');
    const { store, viewer } = context;
    const revoked = await store.apiKeys.revoke(viewer, owner.id, id, {
      actor: actorOf(viewer),
      action: 'api_key.revoke',
      subject: `ApiKey:${id.toLowerCase()}`,
      detail: null,
    });
    return revoked ?? new NotFoundError('API key');
  }
}
