import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { forbidden } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { EraseAccountResult } from '../schema/erase-account.result';
import { InvalidCredentialsError } from '../schema/session';
import { entryBy } from '../workflows/audit-entries';
import { type ConfirmedAccount, confirmPassword } from '../workflows/confirm-password';
import { logErasure } from '../workflows/log-erasure';
import { demandRecentSignIn } from '../workflows/recent-sign-in';

@Resolver()
export class EraseAccountOperation {
  @Mutation(() => EraseAccountResult, {
    nullable: true,
    description:
      'Erases your account, addresses, sessions and API keys. Orders stay, without your identity. Needs a recent sign-in where you have a second factor. FORBIDDEN for API keys.',
  })
  async eraseAccount(
    @Arg('password', () => String, {
      description: 'Your current password. Erasing the last ADMIN is FORBIDDEN.',
    })
    password: string,
    @Ctx() context: UsersContext,
  ): Promise<EraseAccountResult> {
    const { store, orders, viewer, staffSecondFactor } = context;
    await demandRecentSignIn(context, { onlyWithFactor: true });
    const outcome = await confirmPassword(context, password, async (account) => {
      const { id } = account;
      const entry = entryBy(viewer, 'user.erase', `User:${id}`);
      const erased = await store.erasures.erase(viewer, id, entry, staffSecondFactor);
      if (erased === 'erased') await forgetOutsideDatabase(account, context);
      return erased;
    });
    if (outcome === null) return new InvalidCredentialsError();
    if (outcome === 'last-admin') {
      throw forbidden(
        undefined,
        'The last ADMIN who can sign in as one cannot be erased. Assign the role to another account first.',
      );
    }
    await orders.notifyOfErasure(context);
    return { at: new Date() };
  }
}

async function forgetOutsideDatabase(
  { id, email, pendingEmail }: ConfirmedAccount,
  { logger, mailbox }: UsersContext,
): Promise<void> {
  logErasure(logger, id);
  const addresses = pendingEmail === null ? [email] : [email, pendingEmail];
  await mailbox?.forget(addresses).catch((error: unknown) => {
    logger.warn({ err: error, userId: id }, 'mails of an erased account still shown');
  });
}
