import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { LockAccountResult } from '../schema/lock-account.result';
import { changeLock } from '../workflows/lock-account';

@Resolver()
export class LockAccountOperation {
  @Mutation(() => LockAccountResult, {
    nullable: true,
    description:
      'Locks an account: ends its sessions, revokes its API keys, refuses sign-ins and disables its webhook endpoints. ADMIN; SUPPORT for customers.',
  })
  async lockAccount(
    @Arg('userId', () => ID, { description: 'Id of the account to lock; not your own.' })
    userId: string,
    @Arg('reason', () => String, {
      description:
        "Why the account is locked, 1 to 500 characters. The owner's data export contains it.",
    })
    reason: string,
    @Ctx() context: UsersContext,
  ): Promise<LockAccountResult> {
    return changeLock(context, { userId, reason, isLocked: true });
  }
}
