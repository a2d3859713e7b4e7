import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { listProblem } from '../domain/input-list';
import { type AssignRolesOutcome, AssignRolesResult } from '../schema/assign-roles.result';
import { Role } from '../schema/role';

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
    @Ctx() { store, loaders, viewer }: UsersContext,
  ): Promise<AssignRolesOutcome> {
    const problem = listProblem(roles, 'role');
    if (problem !== null) return refused(problem);
    if (!isUuid(userId)) return new NotFoundError('user');
    const requested = [...new Set(roles)];
    const outcome = await store.credentials.assignRoles(viewer, userId, requested, (before) => ({
      actor: actorOf(viewer),
      action: 'user.assign_roles',
      subject: `User:${userId.toLowerCase()}`,
      detail: { from: before.join(' '), to: requested.join(' ') },
    }));
    if (outcome === 'last-admin') return refused('The last ADMIN stays one.');
    const account = await loaders.accountById.load(userId);
    return account ?? new NotFoundError('user');
  }
}
