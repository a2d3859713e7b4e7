import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { isWellFormedApiKey, keyEnvironmentOf } from '../../../platform/auth/api-key';
import type { UsersContext } from '../context';
import { allowedQuota, allowedScopes } from '../domain/api-key';
import { ResolvedApiKey } from '../schema/resolved-api-key';

@Resolver()
export class ResolveApiKeyOperation {
  @Query(() => ResolvedApiKey, {
    nullable: true,
    description: 'The owner of an API key and its present rights; null if the key does not work.',
  })
  async resolveApiKey(
    @Arg('key', () => String) key: string,
    @Ctx() { store, apiKeyHash, apiKeyPerMinute, keyEnvironment }: UsersContext,
  ): Promise<ResolvedApiKey | null> {
    if (!isWellFormedApiKey(key) || keyEnvironmentOf(key) !== keyEnvironment) return null;
    const found = await store.apiKeys.resolve(apiKeyHash(key));
    if (found === null) return null;
    const { ownerRoles, scopes } = found;
    return {
      ...found,
      scopes: allowedScopes(scopes, ownerRoles),
      quotaPerMinute: allowedQuota(found, ownerRoles, apiKeyPerMinute()),
    };
  }
}
