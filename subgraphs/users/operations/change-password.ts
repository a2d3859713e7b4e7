import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isStaff } from '../../../access/roles';
import { ValidationError } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import {
  passwordCharactersMax,
  passwordCharactersMin,
  passwordProblem,
} from '../domain/password-policy';
import { ChangePasswordResult } from '../schema/change-password.result';
import { InvalidCredentialsError } from '../schema/session';
import { entryBy } from '../workflows/audit-entries';
import { confirmPassword } from '../workflows/confirm-password';
import { demandRecentSignIn } from '../workflows/recent-sign-in';

/** Where staff needs a second factor, its roles in the token show that the session had one. */
function factorOf({ viewer, staffSecondFactor }: UsersContext): 'earlier' | 'continued' {
  return staffSecondFactor && isStaff(viewer) ? 'earlier' : 'continued';
}

@Resolver()
export class ChangePasswordOperation {
  @Mutation(() => ChangePasswordResult, {
    nullable: true,
    description:
      'Changes your password and ends every other session within 5 s. Needs a recent sign-in where you have a second factor. FORBIDDEN for API keys.',
  })
  async changePassword(
    @Arg('current', () => String, {
      description: 'Your current password. A wrong one counts as a failed sign-in.',
    })
    current: string,
    @Arg('new', () => String, {
      description: `The new password, ${passwordCharactersMin} to ${passwordCharactersMax} characters. The commonest passwords are rejected.`,
    })
    replacement: string,
    @Ctx() context: UsersContext,
  ): Promise<ChangePasswordResult> {
    const { store, sessions, viewer } = context;
    const problem = passwordProblem(replacement);
    if (problem !== null) return new ValidationError([{ path: ['new'], message: problem }]);
    await demandRecentSignIn(context, { onlyWithFactor: true });
    const changed = await confirmPassword(context, current, async (account, work) => {
      const { id, passwordHash } = account;
      const hash = await work.hash(replacement);
      const entry = entryBy(viewer, 'user.change_password', `User:${id}`);
      return store.passwords.change(viewer, id, passwordHash, hash, entry);
    });
    const account = changed === null ? null : await store.accounts.byId(changed.id);
    if (changed === null || account === null) return new InvalidCredentialsError();
    context.mails.wake();
    // The old password is no sign-in: with a second factor it would be worth less than one.
    const signedInAtMs = viewer.kind === 'user' ? viewer.signedInAtMs : undefined;
    return sessions.open({ ...account, ...changed }, factorOf(context), signedInAtMs);
  }
}
