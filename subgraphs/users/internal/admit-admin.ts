import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { AdmittedAccount } from '../schema/admitted-account';

/** Authenticates an ADMIN at ports that bypass the gateway: the operators' ports. */
@Resolver()
export class AdmitAdminOperation {
  @Mutation(() => AdmittedAccount, {
    nullable: true,
    description:
      'Whose access token it is, by the roles of this moment; null for one that is bad or has ' +
      'ended. When it is an ADMIN, the audit log has what it is about to do before this answers.',
  })
  async admitAdmin(
    @Arg('accessToken', () => String) accessToken: string,
    @Arg('action', () => String, { description: 'As the audit log calls it.' }) action: string,
    @Arg('subject', () => String) subject: string,
    @Ctx() { sessions, store }: UsersContext,
  ): Promise<AdmittedAccount | null> {
    const account = await sessions.accountOf(accessToken);
    if (account === null) return null;
    const userId = account.id;
    const isAdmin = account.roles.includes('ADMIN');
    if (isAdmin) {
      await store.audit.append({ actor: `User:${userId}`, action, subject, detail: null });
    }
    return { userId, isAdmin };
  }
}
