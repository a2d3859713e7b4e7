import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { NotFoundError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { ApiKey } from '../schema/api-key';
import type { ApiKeyRow } from '../store/api-keys';
import { ownAccount } from '../visibility';

const RevokeApiKeyResult = outcomeUnion('RevokeApiKeyResult', 'The key, which is over.', ApiKey, [
  NotFoundError,
]);

@Resolver()
export class RevokeApiKeyOperation {
  @Mutation(() => RevokeApiKeyResult, {
    nullable: true,
    description:
      'Revokes one of your own keys with all its secrets, an ADMIN any: refused everywhere within ' +
      '5 s. One that was revoked before stays as it is.',
  })
  async revokeApiKey(
    @Arg('id', () => ID) id: string,
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
