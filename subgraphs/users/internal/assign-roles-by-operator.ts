import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import { canonicalEmail } from '../domain/account';
import { Role } from '../schema/role';

/** Why roles were not assigned, for the operator. */
const refusals: Readonly<Record<string, string>> = {
  unknown: 'The account does not exist. It registers first.',
  'no-second-factor': 'Staff needs a second factor here. The account enrols one first.',
  'last-admin': 'It is the last ADMIN, and stays one.',
};

@Resolver()
export class AssignRolesByOperatorOperation {
  @Mutation(() => String, {
    nullable: true,
    description:
      'Replaces the roles of an account, for example of the first ADMIN. Null when it has them, ' +
      'otherwise the reason for the operator. Audited.',
  })
  async assignRolesByOperator(
    @Arg('email', () => String) email: string,
    @Arg('roles', () => [Role]) roles: Role[],
    @Ctx() { store, viewer, staffSecondFactor }: UsersContext,
  ): Promise<string | null> {
    const account = await store.accounts.byEmail(canonicalEmail(email));
    if (account === null) return refusals.unknown ?? null;
    const entryOf = (before: readonly Role[]) => ({
      actor: actorOf(viewer),
      action: 'user.assign_roles',
      subject: `User:${account.id}`,
      detail: { from: before.join(' '), to: roles.join(' ') },
    });
    const outcome = await store.roles.assign(
      ...([viewer, account.id, roles, entryOf, staffSecondFactor] as const),
    );
    return refusals[outcome] ?? null;
  }
}
