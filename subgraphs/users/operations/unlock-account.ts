import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { LockAccountResult } from '../schema/lock-account.result';
import { changeLock } from '../workflows/lock-account';

@Resolver()
export class UnlockAccountOperation {
  @Mutation(() => LockAccountResult, {
    nullable: true,
    description:
      'Lets a locked account sign in again. Its API keys stay revoked and its webhook endpoints disabled. ADMIN; SUPPORT for customers.',
  })
  async unlockAccount(
    @Arg('userId', () => ID, { description: 'Id of the account to unlock; not your own.' })
    userId: string,
    @Arg('reason', () => String, {
      description:
        "Why the account is unlocked, 1 to 500 characters. The owner's data export contains it.",
    })
    reason: string,
    @Ctx() context: UsersContext,
  ): Promise<LockAccountResult> {
    return changeLock(context, { userId, reason, isLocked: false });
  }
}
