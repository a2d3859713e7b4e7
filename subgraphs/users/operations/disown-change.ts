import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  isWellFormedSecretToken,
  newSecretToken,
  secretTokenHash,
} from '../../../platform/auth/secret-token';
import { assertNever } from '../../../platform/values/assert-never';
import type { UsersContext } from '../context';
import { disownTokenDays } from '../domain/mail';
import { DisownChangeResult } from '../schema/disown-change.result';
import { EmailTakenError } from '../schema/session';
import { TokenExpiredError } from '../schema/token-expired-error';

/** Nobody can ask for another link of this kind. */
const expired = () =>
  new TokenExpiredError(
    'This link is no longer valid. Ask for a new password, or contact the shop.',
  );

const taken = () =>
  new EmailTakenError('Another account has this e-mail address by now. Contact the shop.');

@Resolver()
export class DisownChangeOperation {
  @Mutation(() => DisownChangeResult, {
    nullable: true,
    description:
      'Undoes what somebody did since a mailed change: ends sessions, tokens, API keys, password; disables webhook endpoints; restores the address; removes a newer second factor.',
  })
  async disownChange(
    @Arg('token', () => String, {
      description: `The token of the mail about the change. It works once, for ${disownTokenDays} days.`,
    })
    token: string,
    @Ctx() context: UsersContext,
  ): Promise<DisownChangeResult> {
    if (!isWellFormedSecretToken(token)) return expired();
    const { token: resetToken, hash } = newSecretToken();
    const outcome = await context.store.disowning.disown(secretTokenHash(token), hash);
    context.metrics.disowning(outcome.kind);
    switch (outcome.kind) {
      case 'disowned':
        context.mails.wake();
        // A thief may have added webhook endpoints, or changed the URLs of the owner's.
        await context.orders.notifyOfLock(context);
        return { email: outcome.email, resetToken };
      case 'expired':
        return expired();
      case 'taken':
        return taken();
      default:
        return assertNever(outcome);
    }
  }
}
