import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { EndedTokensPage } from '../schema/ended-tokens';

const pageSize = 1_000;

/** Polled every few seconds by the processes that check access tokens. */
@Resolver()
export class EndedTokensOperation {
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
}
