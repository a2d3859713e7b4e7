import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { subjectOf } from '../../../platform/flags/flags';
import { ValidationError } from '../../../platform/graphql/errors';
import { publicError } from '../../../platform/requests/public-error';
import { claimantOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import { accountProblems, canonicalEmail } from '../domain/account';
import { RegisterInput } from '../schema/register.input';
import { RegisterResult } from '../schema/register.result';
import { EmailTakenError } from '../schema/session';

const retryAfterSeconds = 300;

const closed = () =>
  publicError('SERVICE_UNAVAILABLE', 'Registration is disabled. Try again later.', {
    retryAfterSeconds,
  });

@Resolver()
export class RegisterOperation {
  @Mutation(() => RegisterResult, {
    nullable: true,
    description:
      'Creates an account with the role CUSTOMER, signs it in, and mails a link that verifies its e-mail address. Limited for each network address.',
  })
  @Directive('@rateLimit(limit: 10, duration: 60)')
  async register(
    @Arg('input', () => RegisterInput, { description: 'The data of the new account.' })
    input: RegisterInput,
    @Ctx() context: UsersContext,
  ): Promise<RegisterResult> {
    const { store, passwords, sessions, mails, metrics, flags, viewer, signal } = context;
    if (!(await flags.isOn('registration', subjectOf(viewer)))) throw closed();
    const problems = accountProblems(input);
    if (problems.length > 0) return new ValidationError(problems);
    const { name, password } = input;
    const email = canonicalEmail(input.email);
    const claimant = claimantOf(viewer);
    passwords.refuseWhenFull(claimant);
    // Check before the expensive hash; `create` checks again because of concurrent registrations.
    if (await store.accounts.byEmail(email)) return new EmailTakenError();

    const passwordHash = await passwords.run(claimant, ({ hash }) => hash(password), signal);
    const account = await store.accounts.create({
      email,
      name: name.trim(),
      passwordHash,
      language: input.language ?? 'EN',
      roles: ['CUSTOMER'],
    });
    if (account === null) return new EmailTakenError();
    metrics.registered();
    mails.wake();
    return sessions.open(account, 'none');
  }
}
