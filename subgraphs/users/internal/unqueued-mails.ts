import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

const batchMax = 100;

@Resolver()
export class UnqueuedMailsOperation {
  @Mutation(() => [ID], {
    description:
      'Records that jobs were stored for these mails, and returns the ids of at most ' +
      `${batchMax} others without a job, oldest first. Ids contain nothing about the account.`,
  })
  async unqueuedMails(
    @Arg('queued', () => [ID]) queued: string[],
    @Ctx() { store }: UsersContext,
  ): Promise<string[]> {
    if (!queued.every(isUuid)) throw badUserInput('`queued` must be UUIDs.');
    return store.mails.unqueued(queued, batchMax);
  }
}
