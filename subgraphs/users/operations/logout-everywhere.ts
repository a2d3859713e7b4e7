import { Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import { ownAccount } from '../visibility';

@Resolver()
export class LogoutEverywhereOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends all your sessions, including this one, and their access tokens within 5 s. API keys keep working, but may not call this.',
  })
  async logoutEverywhere(@Ctx() context: UsersContext): Promise<boolean> {
    const { id } = await ownAccount(context);
    await context.store.sessions.endAll(id, {
      actor: actorOf(context.viewer),
      action: 'user.logout_everywhere',
      subject: `User:${id}`,
      detail: null,
    });
    return true;
  }
}
