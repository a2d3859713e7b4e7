import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { newApiKey } from '../../../platform/auth/api-key';
import { ValidationError } from '../../../platform/graphql/errors';
import { assertNever } from '../../../platform/values/assert-never';
import type { UsersContext } from '../context';
import { apiKeyProblems, keyHolderRoles, liveKeysMax } from '../domain/api-key';
import { CreateApiKeyInput } from '../schema/create-api-key.input';
import { CreateApiKeyResult } from '../schema/create-api-key.result';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';
import { demandRecentSignIn } from '../workflows/recent-sign-in';

@Resolver()
export class CreateApiKeyOperation {
  @Mutation(() => CreateApiKeyResult, {
    nullable: true,
    description: `Creates an API key of your own. You may have ${liveKeysMax} working keys. Needs a recent sign-in. PARTNER, WAREHOUSE and ADMIN only.`,
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The properties of the new key.' })
    input: CreateApiKeyInput,
    @Ctx() context: UsersContext,
  ): Promise<CreateApiKeyResult> {
    const { store, viewer, apiKeyHash } = context;
    const owner = await ownAccount(context);
    await demandRecentSignIn(context, { allowed: keyHolderRoles });
    const { key, prefix } = newApiKey(context.keyEnvironment);
    const scopes = [...new Set(input.scopes)];
    const terms = { now: new Date(), quotaPerMinuteDefault: context.apiKeyPerMinute() };
    const outcome = await store.apiKeys.create(
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
      {
        liveMax: liveKeysMax,
        problemsOf: (held) => apiKeyProblems(input, held, terms),
        entryOf: (id, held) =>
          entryBy(viewer, 'api_key.create', `ApiKey:${id}`, {
            owner: `User:${owner.id}`,
            scopes: scopes.join(' '),
            roles: held.join(' '),
          }),
      },
    );
    switch (outcome.kind) {
      case 'created':
        context.mails.wake();
        return { apiKey: outcome.apiKey, secret: key };
      case 'refused':
        return new ValidationError([...outcome.problems]);
      case 'too-many': {
        const message = `You have ${liveKeysMax} active keys already. Revoke one first.`;
        return new ValidationError([{ path: [], message }]);
      }
      default:
        return assertNever(outcome);
    }
  }
}
