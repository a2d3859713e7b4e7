import { Arg, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { allowedScopes } from '../domain/api-key';
import { Scope } from '../schema/api-key';
import { Role } from '../schema/role';

@InputType()
export class ActorKeyInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Which of its secrets was sent, as resolveApiKey says.' })
  secretId: string;
}

@ObjectType({ simpleResolvers: true })
export class ActorRights {
  @Field(() => [Role], { description: 'Of the account, or of the owner of the key.' })
  roles: Role[];

  @Field(() => [Scope], { description: "Of the key, cut by its owner's roles. None of a person." })
  scopes: Scope[];

  @Field(() => Boolean, { description: 'The token is of an earlier generation of the account.' })
  hasEnded: boolean;
}

/** The current rights of an actor, for other services before changes that outlast the session. */
@Resolver()
export class ActorRightsOperation {
  @Query(() => ActorRights, {
    nullable: true,
    description:
      'What an account may do at this moment: with the generation of its token, or with a key. ' +
      'Null when the account or the key no longer works. Read from the database each time.',
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
      const { roles, scopes } = found;
      return { roles, scopes: allowedScopes(scopes, roles), hasEnded: false };
    }
    const account = await store.credentials.rights(userId);
    if (account === null) return null;
    const hasEnded = generation === null || generation < account.generation;
    return { roles: account.roles, scopes: [], hasEnded };
  }
}
