import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isWellFormedSecretToken, secretTokenHash } from '../../../platform/auth/secret-token';
import { ValidationError } from '../../../platform/graphql/errors';
import { claimantOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import {
  passwordCharactersMax,
  passwordCharactersMin,
  passwordProblem,
} from '../domain/password-policy';
import { ResetPasswordResult } from '../schema/reset-password.result';
import { TokenExpiredError } from '../schema/token-expired-error';

@Resolver()
export class ResetPasswordOperation {
  @Mutation(() => ResetPasswordResult, {
    nullable: true,
    description:
      'Sets a new password with a mailed token, verifies the address, and ends other sessions. API keys and second factor stay if it was verified before.',
  })
  async resetPassword(
    @Arg('token', () => String, {
      description: 'The token of the newest mail. It works once, for 30 minutes.',
    })
    token: string,
    @Arg('password', () => String, {
      description: `The new password, ${passwordCharactersMin} to ${passwordCharactersMax} characters. The commonest passwords are rejected.`,
    })
    password: string,
    @Ctx() context: UsersContext,
  ): Promise<ResetPasswordResult> {
    const { store, passwords, sessions, mails, metrics, viewer, signal } = context;
    const problem = passwordProblem(password);
    if (problem !== null) return new ValidationError([{ path: ['password'], message: problem }]);
    if (!isWellFormedSecretToken(token)) return new TokenExpiredError();
    const tokenHash = secretTokenHash(token);
    // Check before the expensive hash; the change checks again, because a token works once.
    if (!(await store.mailTokens.isValid('reset_password', tokenHash))) {
      return new TokenExpiredError();
    }
    const claimant = claimantOf(viewer);
    passwords.refuseWhenFull(claimant);
    const passwordHash = await passwords.run(claimant, ({ hash }) => hash(password), signal);
    const changed = await store.recovery.resetPassword(tokenHash, passwordHash);
    const account = changed === null ? null : await store.accounts.byId(changed.id);
    if (changed === null || account === null) return new TokenExpiredError();
    metrics.passwordReset();
    mails.wake();
    // A person who reads the mail of the account counts as one on a known device.
    return sessions.signIn({ ...account, ...changed }, true);
  }
}
