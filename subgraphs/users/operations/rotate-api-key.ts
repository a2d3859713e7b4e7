import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { newApiKey } from '../../../platform/auth/api-key';
import { forbidden, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { assertNever } from '../../../platform/values/assert-never';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { keyHolderRoles, overlapSecondsDefault, overlapSecondsMax } from '../domain/api-key';
import { RotateApiKeyResult } from '../schema/rotate-api-key.result';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';
import { demandRecentSignIn } from '../workflows/recent-sign-in';

const refused = (field: string, message: string): ValidationError =>
  new ValidationError([{ path: [field], message }]);

@Resolver()
export class RotateApiKeyOperation {
  @Mutation(() => RotateApiKeyResult, {
    nullable: true,
    description:
      'Gives one of your API keys a new secret; its id, scopes and expiry stay. Needs a recent sign-in. PARTNER, WAREHOUSE and ADMIN only.',
  })
  async rotateApiKey(
    @Arg('id', () => ID, {
      description: 'Id of the key to rotate. It must be neither revoked nor expired.',
    })
    id: string,
    @Arg('overlapSeconds', () => Int, {
      nullable: true,
      defaultValue: overlapSecondsDefault,
      description: `Seconds for which the old secret keeps working, 0 to ${overlapSecondsMax}.`,
    })
    requested: number | null,
    @Ctx() context: UsersContext,
  ): Promise<RotateApiKeyResult> {
    const owner = await ownAccount(context);
    await demandRecentSignIn(context, { allowed: keyHolderRoles });
    const overlapSeconds = requested ?? overlapSecondsDefault;
    if (overlapSeconds < 0 || overlapSeconds > overlapSecondsMax) {
      return refused('overlapSeconds', `Takes 0 to ${overlapSecondsMax}.`);
    }
    if (!isUuid(id)) return new NotFoundError('API key');
    const { key, prefix } = newApiKey(context.keyEnvironment);
    const replacement = { prefix, secretHash: context.apiKeyHash(key), overlapSeconds };
    const { store, viewer } = context;
    const subject = `ApiKey:${id.toLowerCase()}`;
    const entry = entryBy(viewer, 'api_key.rotate', subject, { overlapSeconds });
    const outcome = await store.apiKeys.rotate(viewer, owner.id, id, replacement, entry);
    switch (outcome.kind) {
      case 'rotated':
        context.mails.wake();
        return { apiKey: outcome.apiKey, secret: key };
      case 'unknown':
        return new NotFoundError('API key');
      case 'beyond':
        // A key with fewer roles would break the program that has it.
        throw forbidden(
          { roles: outcome.lacking, scopes: [] },
          `This session lacks roles of the key: ${outcome.lacking.join(', ')}. Sign in with your second factor, or create a new key.`,
        );
      case 'over':
        return refused('id', 'This key was revoked or has expired. Create a new one.');
      case 'too-many-secrets':
        return refused(
          'id',
          'Too many old secrets of this key still work. Rotate it without overlap.',
        );
      default:
        return assertNever(outcome);
    }
  }
}
