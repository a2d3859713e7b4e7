import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isStaff } from '../../../access/roles';
import { ValidationError } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { canonicalEmail, profileProblems } from '../domain/account';
import { InvalidCredentialsError } from '../schema/session';
import { UpdateProfileInput } from '../schema/update-profile.input';
import { UpdateProfileResult } from '../schema/update-profile.result';
import type { NewAuditEntry } from '../store/audit-appender';
import type { EmailChange, ProfileChange } from '../store/recovery';
import { ownAccount, shownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';
import { confirmPassword } from '../workflows/confirm-password';
import { demandRecentSignIn } from '../workflows/recent-sign-in';

@Resolver()
export class UpdateProfileOperation {
  @Mutation(() => UpdateProfileResult, {
    nullable: true,
    description:
      'Changes your name, language or e-mail address. A new address needs the password, and counts once verified by mail. FORBIDDEN for API keys.',
  })
  async updateProfile(
    @Arg('input', () => UpdateProfileInput, {
      description: 'The changes to make; fields left out stay as they are.',
    })
    input: UpdateProfileInput,
    @Ctx() context: UsersContext,
  ): Promise<UpdateProfileResult> {
    const account = await ownAccount(context);
    const email = input.email == null ? null : canonicalEmail(input.email);
    const isNewEmail = email !== null && email !== account.email;
    const problems = profileProblems({ ...input, email, isNewEmail });
    if (problems.length > 0) return new ValidationError(problems);
    if (isNewEmail) await demandRecentSignIn(context, { onlyWithFactor: true });
    const change = async (newEmail: ProfileChange['email']): Promise<boolean> => {
      const { name, language = null } = input;
      const profileChange = { name: name?.trim() ?? null, language, email: newEmail };
      const entry = entryOf(context, account.id, profileChange);
      return context.store.recovery.updateProfile(context.viewer, account.id, profileChange, entry);
    };
    const isChanged = isNewEmail
      ? await confirmPassword(context, input.password ?? '', ({ passwordHash }) =>
          change({ email, passwordHash } satisfies EmailChange),
        )
      : await change(email === null ? null : 'cancel');
    if (!isChanged) return new InvalidCredentialsError();
    if (isNewEmail) context.mails.wake();
    context.loaders.accountById.clear(account.id);
    return shownAccount(context);
  }
}

/** Changes of the e-mail address are audited for everybody, others for staff. */
function entryOf(
  { viewer }: Pick<UsersContext, 'viewer'>,
  userId: string,
  { name, language, email }: ProfileChange,
): NewAuditEntry | null {
  if (email === null && !isStaff(viewer)) return null;
  return entryBy(viewer, 'user.update_profile', `User:${userId}`, {
    name: name !== null,
    language: language !== null,
    email: email !== null,
  });
}
