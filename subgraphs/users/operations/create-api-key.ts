import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { newApiKey } from '../../../platform/auth/api-key';
import { actorOf } from '../../../platform/auth/viewer';
import { ValidationError } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { apiKeyProblems, liveKeysMax } from '../domain/api-key';
import { CreateApiKeyInput } from '../schema/create-api-key.input';
import { type CreateApiKeyOutcome, CreateApiKeyResult } from '../schema/create-api-key.result';
import { ownAccount } from '../visibility';

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
  ): Promise<CreateApiKeyOutcome> {
    const { store, viewer, apiKeyHash } = context;
    // The stored roles, because those of the token may be outdated.
    const owner = await ownAccount(context);
    const problems = apiKeyProblems(input, owner.roles, {
      now: new Date(),
      quotaPerMinuteDefault: context.apiKeyPerMinute(),
    });
    if (problems.length > 0) return new ValidationError(problems);

    const { key, prefix } = newApiKey(context.keyEnvironment);
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
