import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class RetryMailOperation {
  @Mutation(() => Boolean, {
    description: 'Sends a mail again that failed for good. False if it did not.',
  })
  async retryMail(
    @Arg('id', () => ID) id: string,
    @Ctx() { mails, store }: UsersContext,
  ): Promise<boolean> {
    const isRetried = isUuid(id) && (await store.mailQueue.retry(id));
    if (isRetried) mails.wake();
    return isRetried;
  }
}
