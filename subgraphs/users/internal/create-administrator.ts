import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { EmailAddress } from '../../../platform/graphql/scalars';
import { actorOf } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { accountProblems, canonicalEmail } from '../domain/account';
import { NewAdministrator } from '../schema/new-administrator';

@Resolver()
export class CreateAdministratorOperation {
  @Mutation(() => NewAdministrator, {
    nullable: true,
    description:
      'Creates an ADMIN with a second factor, for `setup`; the operator vouches for the e-mail address. ' +
      'Null if an account has it, which does not change. Audited.',
  })
  async createAdministrator(
    @Arg('email', () => EmailAddress) written: string,
    @Arg('name', () => String) name: string,
    @Arg('password', () => String) password: string,
    @Ctx() { store, passwords, secondFactorCodes, signal, viewer }: UsersContext,
  ): Promise<NewAdministrator | null> {
    const [problem] = accountProblems({ email: written, name, password });
    if (problem) throw badUserInput(`\`${problem.path.join('.')}\`: ${problem.message}`);
    const email = canonicalEmail(written);
    if ((await store.accounts.byEmail(email)) !== null) return null;

    const nobody = { address: null, account: null };
    const passwordHash = await passwords.run(nobody, ({ hash }) => hash(password), signal);
    const id = uuidV7();
    const { enrolment, secretSealed } = secondFactorCodes.newSecret({ id, email });
    const { codes, hashes } = secondFactorCodes.newRecoveryCodes(id);
    const entry = { actor: actorOf(viewer), subject: `User:${id}` };
    const isCreated = await store.administrators.create(
      id,
      { email, name: name.trim(), passwordHash, roles: ['ADMIN'] },
      { secretSealed, recoveryHashes: hashes },
      [
        { ...entry, action: 'user.create', detail: { roles: 'ADMIN' } },
        { ...entry, action: 'second_factor.confirm', detail: null },
      ],
    );
    return isCreated ? { ...enrolment, recoveryCodes: codes } : null;
  }
}
