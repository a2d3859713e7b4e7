import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';

@Resolver()
export class LogoutEverywhereOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends all your sessions, including this one, and their access tokens within 5 s. API keys keep working, but may not call this.',
  })
  async logoutEverywhere(@Ctx() context: UsersContext): Promise<boolean> {
    const { id } = await ownAccount(context);
    const entry = entryBy(context.viewer, 'user.logout_everywhere', `User:${id}`);
    await context.store.sessions.endAll(id, entry);
    return true;
  }
}
