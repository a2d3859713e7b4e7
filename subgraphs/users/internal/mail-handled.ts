import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class MailHandledOperation {
  @Mutation(() => Boolean, {
    description: 'Records that a mail was sent: it is not prepared again, and soon deleted.',
  })
  async mailHandled(
    @Arg('id', () => ID) id: string,
    @Ctx() { store }: UsersContext,
  ): Promise<boolean> {
    if (!isUuid(id)) throw badUserInput('`id` must be a UUID.');
    await store.mails.handled(id);
    return true;
  }
}
