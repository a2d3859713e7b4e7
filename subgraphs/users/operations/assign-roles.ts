import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { Role } from '../schema/role';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';

const AssignRolesResult = outcomeUnion(
  'AssignRolesResult',
  'The account with its roles, or why it keeps those it has.',
  User,
  [NotFoundError, ValidationError],
);

const refused = (message: string): ValidationError =>
  new ValidationError([{ path: ['roles'], message }]);

@Resolver()
export class AssignRolesOperation {
  @Mutation(() => AssignRolesResult, {
    nullable: true,
    description:
      'Replaces the roles of an account. Its access tokens end within 5 s; its sessions go on, ' +
      'with the new roles after a refresh. ADMIN.',
  })
  async assignRoles(
    @Arg('userId', () => ID) userId: string,
    @Arg('roles', () => [Role]) roles: Role[],
    @Ctx() { store, loaders, viewer }: UsersContext,
  ): Promise<Account | NotFoundError | ValidationError> {
    if (roles.length === 0) return refused('Needs at least one.');
    if (!isUuid(userId)) return new NotFoundError('user');
    const wanted = [...new Set(roles)];
    const outcome = await store.credentials.assignRoles(viewer, userId, wanted, (before) => ({
      actor: actorOf(viewer),
      action: 'user.assign_roles',
      subject: `User:${userId.toLowerCase()}`,
      detail: { from: before.join(' '), to: wanted.join(' ') },
    }));
    if (outcome === 'last-admin') return refused('The last ADMIN stays one.');
    const account = await loaders.accountById.load(userId);
    return account ?? new NotFoundError('user');
  }
}
