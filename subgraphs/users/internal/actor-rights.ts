import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { allowedScopes } from '../domain/api-key';
import { ActorRights } from '../schema/actor-rights';
import { ActorKeyInput } from '../schema/actor-rights.input';

/** The current rights of an actor, for other services before changes that outlast the session. */
@Resolver()
export class ActorRightsOperation {
  @Query(() => ActorRights, {
    nullable: true,
    description:
      'The present rights of an account, with a token of this generation or with a key. Null if ' +
      'the account or the key no longer works. Read from the database each time.',
  })
  async actorRights(
    @Arg('userId', () => ID) userId: string,
    @Arg('generation', () => Int, { nullable: true }) generation: number | null = null,
    @Arg('key', () => ActorKeyInput, { nullable: true }) key: ActorKeyInput | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<ActorRights | null> {
    if ((generation === null) === (key === null)) {
      throw badUserInput('Send either `generation` or `key`.');
    }
    if (!isUuid(userId) || (key !== null && !isUuid(key.id))) return null;
    if (key !== null) {
      const found = await store.apiKeys.rights(userId, key.id, key.secretId);
      if (found === null) return null;
      const { roles, ownerRoles, scopes } = found;
      return { roles, scopes: allowedScopes(scopes, ownerRoles), hasEnded: false };
    }
    const account = await store.roles.rights(userId);
    if (account === null) return null;
    const hasEnded = generation === null || generation < account.generation;
    return { roles: account.roles, scopes: [], hasEnded };
  }
}
