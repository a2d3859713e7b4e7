import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { listProblem } from '../domain/input-list';
import { AssignRolesResult } from '../schema/assign-roles.result';
import { Role } from '../schema/role';
import { entryBy } from '../workflows/audit-entries';

const refused = (message: string): ValidationError =>
  new ValidationError([{ path: ['roles'], message }]);

@Resolver()
export class AssignRolesOperation {
  @Mutation(() => AssignRolesResult, {
    nullable: true,
    description:
      'Replaces the roles of an account. Its access tokens end within 5 s; a refresh brings tokens with the new roles. ADMIN only.',
  })
  async assignRoles(
    @Arg('userId', () => ID, { description: 'Id of the account whose roles are replaced.' })
    userId: string,
    @Arg('roles', () => [Role], {
      description: 'The complete list of new roles, at least one. The last ADMIN keeps that role.',
    })
    roles: Role[],
    @Ctx() { store, loaders, viewer, staffSecondFactor }: UsersContext,
  ): Promise<AssignRolesResult> {
    const problem = listProblem(roles, 'role');
    if (problem !== null) return refused(problem);
    if (!isUuid(userId)) return new NotFoundError('user');
    const requested = [...new Set(roles)];
    const entryOf = (before: readonly Role[]) =>
      entryBy(viewer, 'user.assign_roles', `User:${userId.toLowerCase()}`, {
        from: before.join(' '),
        to: requested.join(' '),
      });
    const outcome = await store.roles.assign(viewer, userId, requested, entryOf, staffSecondFactor);
    if (outcome === 'no-second-factor') {
      return refused('Staff needs a second factor. Ask the account to enrol one first.');
    }
    if (outcome === 'last-admin')
      return refused('The last ADMIN who can sign in as one stays one.');
    const account = await loaders.accountById.load(userId);
    return account ?? new NotFoundError('user');
  }
}
