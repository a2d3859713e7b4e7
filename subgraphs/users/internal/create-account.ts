import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { EmailAddress } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import { accountProblems, canonicalEmail } from '../domain/account';
import { Role } from '../schema/role';

@Resolver()
export class CreateAccountOperation {
  @Mutation(() => ID, {
    description:
      'Creates an account with a verified e-mail address, for demo data. Without a password nobody can sign in. ' +
      'An existing account does not change. Returns its id. Audited.',
  })
  async createAccount(
    @Arg('email', () => EmailAddress) written: string,
    @Arg('name', () => String) name: string,
    @Arg('password', () => String, { nullable: true }) password: string | null = null,
    @Arg('roles', () => [Role]) roles: Role[],
    @Ctx() { store, passwords, signal }: UsersContext,
  ): Promise<string> {
    const problems = accountProblems({ email: written, name, password });
    const [problem] = problems;
    if (problem) throw badUserInput(`\`${problem.path.join('.')}\`: ${problem.message}`);
    if (roles.length === 0) throw badUserInput('`roles` must not be empty.');
    const email = canonicalEmail(written);
    const existing = await store.accounts.byEmail(email);
    if (existing !== null) return existing.id;

    const nobody = { address: null, account: null };
    const passwordHash =
      password === null ? null : await passwords.run(nobody, ({ hash }) => hash(password), signal);
    const account = { email, name: name.trim(), passwordHash, roles: [...new Set(roles)] };
    const created = await store.accounts.createAudited(account, (accountId) => ({
      actor: 'system',
      action: 'user.create',
      subject: `User:${accountId}`,
      detail: { roles: account.roles.join(' ') },
    }));
    const id = created ?? (await store.accounts.byEmail(email))?.id;
    if (id === undefined) throw new Error('The created account was not found.');
    return id;
  }
}
