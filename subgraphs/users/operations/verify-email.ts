import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isWellFormedSecretToken, secretTokenHash } from '../../../platform/auth/secret-token';
import type { UsersContext } from '../context';
import { EmailTakenError } from '../schema/session';
import { TokenExpiredError } from '../schema/token-expired-error';
import { VerifyEmailResult } from '../schema/verify-email.result';

@Resolver()
export class VerifyEmailOperation {
  @Mutation(() => VerifyEmailResult, {
    nullable: true,
    description:
      'Verifies the e-mail address that a mailed token was sent to; a pending one becomes the address of the account. Nobody has to be signed in.',
  })
  async verifyEmail(
    @Arg('token', () => String, {
      description: 'The token of the newest mail. It works once, for 24 hours.',
    })
    token: string,
    @Ctx() context: UsersContext,
  ): Promise<VerifyEmailResult> {
    const { store, metrics, mails } = context;
    if (!isWellFormedSecretToken(token)) return new TokenExpiredError();
    const outcome = await store.recovery.verifyEmail(secretTokenHash(token));
    metrics.emailVerification(outcome.kind);
    if (outcome.kind !== 'verified') {
      return outcome.kind === 'taken' ? new EmailTakenError() : new TokenExpiredError();
    }
    mails.wake();
    const account = await store.accounts.byId(outcome.userId);
    return account ?? new TokenExpiredError();
  }
}
