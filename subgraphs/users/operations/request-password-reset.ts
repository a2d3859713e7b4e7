import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { EmailAddress } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import { canonicalEmail, emailProblem } from '../domain/account';

@Resolver()
export class RequestPasswordResetOperation {
  /** Looks up no account, so that known and unknown addresses take the same time. */
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Mails a link to set a new password if there is such an account. Always true. At most 3 mails an hour; limited for each network address.',
  })
  @Directive('@rateLimit(limit: 10, duration: 60)')
  async requestPasswordReset(
    @Arg('email', () => EmailAddress, {
      description: 'E-mail address of the account. Upper and lower case count as equal.',
    })
    written: string,
    @Ctx() context: UsersContext,
  ): Promise<boolean> {
    const email = canonicalEmail(written);
    // No account has such an address.
    if (emailProblem(email) !== null) return true;
    await context.store.mails.add({ kind: 'reset_password', email, userId: null });
    context.mails.wake();
    return true;
  }
}
