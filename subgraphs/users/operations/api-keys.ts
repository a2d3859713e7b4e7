import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { ApiKey } from '../schema/api-key';
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
