import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { AdmittedAccount } from '../schema/admitted-account';

/** Authenticates an ADMIN at ports that bypass the gateway: the operators' ports. */
@Resolver()
export class AdmitAdminOperation {
  @Mutation(() => AdmittedAccount, {
    nullable: true,
    description:
      'The account of an access token, with its present roles; null if the token is invalid or has ' +
      'ended. The action of an ADMIN is in the audit log before this returns.',
  })
  async admitAdmin(
    @Arg('accessToken', () => String) accessToken: string,
    @Arg('action', () => String, { description: 'Name of the action in the audit log.' })
    action: string,
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
