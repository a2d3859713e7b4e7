import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { newApiKey } from '../../../platform/auth/api-key';
import { actorOf } from '../../../platform/auth/viewer';
import { ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import {
  type ApiKeyDraft,
  apiKeyProblems,
  liveKeysMax,
  quotaPerMinuteMax,
} from '../domain/api-key';
import { ApiKeyCreated, Scope } from '../schema/api-key';
import { ownAccount } from '../visibility';

@InputType({ description: 'The properties of a new API key.' })
export class CreateApiKeyInput implements ApiKeyDraft {
  @Field(() => String, { description: 'Your name for the key, 1 to 100 characters.' })
  name: string;

  @Field(() => [Scope], {
    description: 'What the key may do. At least one scope, each allowed by your roles.',
  })
  scopes: Scope[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key stops working, in the future. Null means that it does not expire.',
  })
  expiresAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: `Requests a minute, at least 1. Only ADMIN may exceed the default, up to ${quotaPerMinuteMax}. Null means the default.`,
  })
  quotaPerMinute?: number | null;
}

const CreateApiKeyResult = outcomeUnion(
  'CreateApiKeyResult',
  'The new key with its secret, or why it was not created.',
  ApiKeyCreated,
  [ValidationError],
);

@Resolver()
export class CreateApiKeyOperation {
  @Mutation(() => CreateApiKeyResult, {
    nullable: true,
    description: `Creates an API key of your own. You may have ${liveKeysMax} working keys. PARTNER, WAREHOUSE and ADMIN only.`,
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The properties of the new key.' })
    input: CreateApiKeyInput,
    @Ctx() context: UsersContext,
  ): Promise<ApiKeyCreated | ValidationError> {
    const { store, viewer, apiKeyHash } = context;
    // The stored roles, because those of the token may be outdated.
    const owner = await ownAccount(context);
    const problems = apiKeyProblems(input, owner.roles, {
      now: new Date(),
      quotaPerMinuteDefault: context.apiKeyPerMinute(),
    });
    if (problems.length > 0) return new ValidationError(problems);

    const { key, prefix } = newApiKey();
    const scopes = [...new Set(input.scopes)];
    const apiKey = await store.apiKeys.create(
      viewer,
      {
        userId: owner.id,
        name: input.name.trim(),
        prefix,
        secretHash: apiKeyHash(key),
        scopes,
        quotaPerMinute: input.quotaPerMinute ?? null,
        expiresAt: input.expiresAt ?? null,
      },
      liveKeysMax,
      (id) => ({
        actor: actorOf(viewer),
        action: 'api_key.create',
        subject: `ApiKey:${id}`,
        detail: { owner: `User:${owner.id}`, scopes: scopes.join(' ') },
      }),
    );
    if (apiKey !== null) return { apiKey, secret: key };
    const message = `You have ${liveKeysMax} active keys already. Revoke one first.`;
    return new ValidationError([{ path: [], message }]);
  }
}
