import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { isWellFormedApiKey } from '../../../platform/auth/api-key';
import type { UsersContext } from '../context';
import { allowedScopes, quotaMaxOf } from '../domain/api-key';
import { ResolvedApiKey } from '../schema/resolved-api-key';

@Resolver()
export class ResolveApiKeyOperation {
  @Query(() => ResolvedApiKey, {
    nullable: true,
    description: 'Whose key it is and what it may do now; null for one that does not work.',
  })
  async resolveApiKey(
    @Arg('key', () => String) key: string,
    @Ctx() { store, apiKeyHash, apiKeyPerMinute }: UsersContext,
  ): Promise<ResolvedApiKey | null> {
    if (!isWellFormedApiKey(key)) return null;
    const found = await store.apiKeys.resolve(apiKeyHash(key));
    if (found === null) return null;
    const { roles, scopes, quotaPerMinute: quota } = found;
    const quotaMax = quotaMaxOf(roles, apiKeyPerMinute());
    return {
      ...found,
      scopes: allowedScopes(scopes, roles),
      quotaPerMinute: quota === null ? null : Math.min(quota, quotaMax),
    };
  }
}
