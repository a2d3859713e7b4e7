import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { LockAccountResult } from '../schema/lock-account.result';
import type { Account } from '../store/accounts';
import { changeLock } from '../workflows/lock-account';

@Resolver()
export class LockAccountOperation {
  @Mutation(() => LockAccountResult, {
    nullable: true,
    description:
      'Ends all sessions and keys of the account and refuses new ones; its webhook endpoints are ' +
      'disabled. ADMIN; SUPPORT for customers.',
  })
  async lockAccount(
    @Arg('userId', () => ID) userId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: UsersContext,
  ): Promise<Account | NotFoundError | ValidationError> {
    return changeLock(context, { userId, reason, isLocked: true });
  }
}
