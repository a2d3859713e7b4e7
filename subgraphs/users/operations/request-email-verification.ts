import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { ownAccount } from '../visibility';
import { auditStaff } from '../workflows/audit-entries';

@Resolver()
export class RequestEmailVerificationOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Mails a link that verifies the pending e-mail address, or else the unverified one. Always true. At most 3 mails an hour. FORBIDDEN for API keys.',
  })
  async requestEmailVerification(@Ctx() context: UsersContext): Promise<boolean> {
    const { store, mails } = context;
    const { id, email, emailVerifiedAt, pendingEmail } = await ownAccount(context);
    await auditStaff(context, 'user.request_email_verification', `User:${id}`);
    if (pendingEmail === null && emailVerifiedAt !== null) return true;
    await store.mails.add({ kind: 'verify_email', email: pendingEmail ?? email, userId: id });
    mails.wake();
    return true;
  }
}
