import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { PasswordWork } from '../../../platform/auth/password';
import type { UsersContext } from '../context';
import { canonicalEmail, emailCharactersMax } from '../domain/account';
import { passwordUnitsMax } from '../domain/password-policy';
import { LoginInput } from '../schema/login.input';
import { LoginResult } from '../schema/login.result';
import { SecondFactorRequired } from '../schema/second-factor';
import { InvalidCredentialsError } from '../schema/session';
import type { UserRow } from '../store/accounts';
import { entryBy } from '../workflows/audit-entries';
import type { SignInClaimant } from '../workflows/sign-in-limits';

@Resolver()
export class LoginOperation {
  @Mutation(() => LoginResult, {
    nullable: true,
    description:
      'Signs in; an account with a second factor then confirms it. Failures are limited for each network and delay an account; `X-Device-Token` exempts a known device.',
  })
  async login(
    @Arg('input', () => LoginInput, { description: 'The credentials to sign in with.' }) {
      email: written,
      password,
    }: LoginInput,
    @Ctx() context: UsersContext,
  ): Promise<LoginResult> {
    const { store, passwords, signInLimits, sessions, metrics, viewer, signal } = context;
    const email = canonicalEmail(written);
    // No account has longer ones. It is a failure like any other, but nothing is hashed for it.
    const canMatch = email.length <= emailCharactersMax && password.length <= passwordUnitsMax;
    // Attempts count by e-mail address, whether or not the account exists.
    const claimant = await signInLimits.claimantOf(viewer, email);
    passwords.refuseWhenFull(claimant);
    await countRefusal(signInLimits.check(claimant), context);
    const checkPassword = async (work: PasswordWork) => {
      // Checked again after the wait: concurrent requests may all have passed the first check.
      await countRefusal(signInLimits.begin(claimant), context);
      const account = await store.accounts.byEmail(email);
      const matches = canMatch && (await work.verify(password, account?.passwordHash ?? null));
      if (account === null || !matches || account.lockedAt !== null) {
        await recordFailure(claimant, account, matches, context);
        return null;
      }
      await raiseCost(work, account, password, context);
      return account;
    };
    const signedIn = await passwords.run(claimant, checkPassword, signal);
    if (signedIn === null) return new InvalidCredentialsError();
    const outcome = await sessions.signIn(signedIn, claimant.device !== undefined);
    const isChallenged = outcome instanceof SecondFactorRequired;
    metrics.signIn(isChallenged ? 'second_factor_required' : 'signed_in');
    return outcome;
  }
}

async function countRefusal(checked: Promise<void>, context: UsersContext): Promise<void> {
  try {
    await checked;
  } catch (error) {
    context.metrics.signIn('rate_limited');
    throw error;
  }
}

/**
 * Does the same work and returns the same answer for an unknown e-mail address, a wrong password
 * and a locked account, so that an attacker cannot tell them apart. The audit log can.
 */
async function recordFailure(
  claimant: SignInClaimant,
  account: UserRow | null,
  matches: boolean,
  context: UsersContext,
) {
  const { signInLimits, store, metrics, viewer } = context;
  await signInLimits.countFailure(claimant);
  const known = matches ? 'locked' : 'wrong_password';
  const reason = account === null ? 'unknown_email' : known;
  metrics.signIn(reason);
  const subject = `User:${account?.id ?? 'unknown'}`;
  await store.audit.append(entryBy(viewer, 'session.sign_in_failed', subject, { reason }));
}

/**
 * Rehashes the password if the configured cost has risen: it is only available during a sign-in.
 */
async function raiseCost(
  work: PasswordWork,
  account: UserRow,
  password: string,
  { passwords, store }: UsersContext,
): Promise<void> {
  const outdated = account.passwordHash;
  if (outdated === null || !passwords.isOutdated(outdated)) return;
  await store.accounts.replaceHash(account.id, outdated, await work.hash(password));
}
