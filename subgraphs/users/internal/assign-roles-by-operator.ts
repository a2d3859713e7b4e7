import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { canonicalEmail } from '../domain/account';
import { AssignedByOperator } from '../schema/assigned-by-operator';
import { Role } from '../schema/role';
import type { AssignRolesOutcome } from '../store/roles';
import { entryBy } from '../workflows/audit-entries';

/** Why roles were not assigned, for the operator. */
const refusals: Readonly<Partial<Record<AssignRolesOutcome, string>>> = {
  unknown: 'The account does not exist. It registers first.',
  'no-second-factor': 'Staff needs a second factor here. The account enrols one first.',
  'last-admin': 'It is the last ADMIN who can sign in as one, and stays one.',
};

const answerTo = (outcome: AssignRolesOutcome): AssignedByOperator => ({
  changed: outcome === 'assigned',
  refusal: refusals[outcome] ?? null,
});

@Resolver()
export class AssignRolesByOperatorOperation {
  @Mutation(() => AssignedByOperator, {
    description:
      'Replaces the roles of an account, for example of the first ADMIN, or gives the reason for ' +
      'the operator. Audited.',
  })
  async assignRolesByOperator(
    @Arg('email', () => String) email: string,
    @Arg('roles', () => [Role]) roles: Role[],
    @Ctx() { store, viewer, staffSecondFactor }: UsersContext,
  ): Promise<AssignedByOperator> {
    const account = await store.accounts.byEmail(canonicalEmail(email));
    if (account === null) return answerTo('unknown');
    const entryOf = (before: readonly Role[]) =>
      entryBy(viewer, 'user.assign_roles', `User:${account.id}`, {
        from: before.join(' '),
        to: roles.join(' '),
      });
    const outcome = await store.roles.assign(
      ...([viewer, account.id, roles, entryOf, staffSecondFactor] as const),
    );
    return answerTo(outcome);
  }
}
