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

@InputType()
export class CreateApiKeyInput implements ApiKeyDraft {
  @Field(() => String, { description: 'What its owner calls it.' })
  name: string;

  @Field(() => [Scope])
  scopes: Scope[];

  @Field(() => DateTime, { nullable: true, description: 'Left out: it does not expire.' })
  expiresAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: `Its own limit, at least 1. Above the default up to ${quotaPerMinuteMax} for ADMIN. Left out: the default.`,
  })
  quotaPerMinute?: number | null;
}

const CreateApiKeyResult = outcomeUnion(
  'CreateApiKeyResult',
  'A new key with its secret, or why there is none.',
  ApiKeyCreated,
  [ValidationError],
);

@Resolver()
export class CreateApiKeyOperation {
  @Mutation(() => CreateApiKeyResult, {
    nullable: true,
    description: `Creates an API key of your own, ${liveKeysMax} at most. PARTNER, WAREHOUSE, ADMIN.`,
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: UsersContext,
  ): Promise<ApiKeyCreated | ValidationError> {
    const { store, viewer, apiKeyHash } = context;
    // The roles of the row, not those of the token: they may have changed a moment ago.
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
    const message = `There are ${liveKeysMax} keys already: revoke one first.`;
    return new ValidationError([{ path: [], message }]);
  }
}
