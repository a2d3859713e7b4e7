import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type KeyRequest, keyRequestsMax } from '../../../platform/auth/key-requests';
import { checkedFirst, pageSizeDefault } from '../../../platform/graphql/connection';
import { firstArgument } from '../../../platform/graphql/connection-types';
import type { UsersContext } from '../context';
import { ApiKey } from '../schema/api-key';
import { ApiKeyRequest } from '../schema/api-key-request';
import type { ApiKeyRow } from '../store/api-keys';
import { ownAccount } from '../visibility';

@Resolver()
export class ApiKeysOperation {
  @Query(() => [ApiKey], {
    nullable: true,
    description:
      'Your own API keys: working ones first, then newest first. FORBIDDEN for API keys.',
  })
  async apiKeys(@Ctx() context: UsersContext): Promise<ApiKeyRow[]> {
    const { id } = await ownAccount(context);
    return context.store.apiKeys.ofUser(id);
  }
}

@Resolver(() => ApiKey)
export class ApiKeyFields {
  // Viewers who may see a key may see its requests: a key is reachable by its owner and ADMIN only.
  @FieldResolver(() => [ApiKeyRequest], {
    nullable: true,
    description:
      'The latest 100 requests with the key, of at most 7 days, newest first. Some may be missing. Owner and ADMIN.',
  })
  async requests(
    @Root() { id }: ApiKeyRow,
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Ctx() { loaders }: UsersContext,
  ): Promise<readonly KeyRequest[]> {
    const count = checkedFirst(first ?? pageSizeDefault, keyRequestsMax);
    return (await loaders.requestsByKeyId.load(id)).slice(0, count);
  }
}
