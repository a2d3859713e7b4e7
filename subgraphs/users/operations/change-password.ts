import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { UsersContext } from '../context';
import {
  passwordCharactersMax,
  passwordCharactersMin,
  passwordProblem,
} from '../domain/password-policy';
import { InvalidCredentialsError, Session } from '../schema/session';
import { confirmPassword } from '../workflows/confirm-password';

const ChangePasswordResult = outcomeUnion(
  'ChangePasswordResult',
  'A new session, the only one that remains, or why the password is unchanged.',
  Session,
  [InvalidCredentialsError, ValidationError],
);

@Resolver()
export class ChangePasswordOperation {
  @Mutation(() => ChangePasswordResult, {
    nullable: true,
    description:
      'Changes your password and ends every other session; their access tokens stop working within 5 s. FORBIDDEN for API keys.',
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
  ): Promise<Session | InvalidCredentialsError | ValidationError> {
    const { store, sessions, viewer } = context;
    const problem = passwordProblem(replacement);
    if (problem !== null) return new ValidationError([{ path: ['new'], message: problem }]);
    const changed = await confirmPassword(context, current, async (account, work) => {
      const { id, passwordHash } = account;
      const hash = await work.hash(replacement);
      const entry = { action: 'user.change_password', subject: `User:${id}`, detail: null };
      const done = await store.credentials.changePassword(viewer, id, passwordHash, hash, {
        ...entry,
        actor: actorOf(viewer),
      });
      return done ? id : null;
    });
    const [account] = changed === null ? [] : await store.accounts.byIds([changed]);
    return account ? sessions.open(account) : new InvalidCredentialsError();
  }
}
