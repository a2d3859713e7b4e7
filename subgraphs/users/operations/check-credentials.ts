import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isWellFormedApiKey } from '../../../platform/auth/api-key';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { allowedScopes, quotaMaxOf } from '../domain/api-key';
import { EndedTokensPage } from '../schema/ended-tokens';
import { ResolvedApiKey } from '../schema/resolved-api-key';

const pageSize = 1_000;

/** Polled every few seconds by the processes that check access tokens and API keys. */
@Resolver()
export class CheckCredentialsOperation {
  @Query(() => EndedTokensPage, {
    description:
      'Accounts whose access tokens have been ended since then; without `since`, all whose tokens ' +
      'could still be presented. `afterUserId` continues after the last one of a page.',
  })
  async endedTokens(
    @Arg('since', () => DateTime, { nullable: true }) since: Date | null = null,
    @Arg('afterUserId', () => ID, { nullable: true }) afterUserId: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<EndedTokensPage> {
    if (afterUserId !== null && !isUuid(afterUserId))
      throw badUserInput('`afterUserId` must be a UUID.');
    const { ends, asOf } = await store.tokenEnds.page(since, afterUserId, pageSize);
    return { ends, more: ends.length === pageSize, asOf };
  }

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
