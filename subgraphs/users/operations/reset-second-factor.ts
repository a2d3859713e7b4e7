import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { mayEnrolHours } from '../domain/second-factor';
import { reasonProblems } from '../domain/staff-reason';
import { ResetSecondFactorResult } from '../schema/reset-second-factor.result';
import { entryBy } from '../workflows/audit-entries';

@Resolver()
export class ResetSecondFactorOperation {
  @Mutation(() => ResetSecondFactorResult, {
    nullable: true,
    description: `Removes an account's lost second factor and its recovery codes, so that it can enrol another, as staff within ${mayEnrolHours} hours. Announced by mail. ADMIN only.`,
  })
  async resetSecondFactor(
    @Arg('userId', () => ID, { description: 'Id of the account; not your own.' })
    userId: string,
    @Arg('reason', () => String, {
      description: "Why it is removed, 1 to 500 characters. The owner's data export contains it.",
    })
    reason: string,
    @Ctx() context: UsersContext,
  ): Promise<ResetSecondFactorResult> {
    const { store, loaders, mails, viewer } = context;
    const problems = reasonProblems(reason);
    if (problems.length > 0) return new ValidationError(problems);
    if (!isUuid(userId)) return new NotFoundError('user');
    const id = userId.toLowerCase();
    if (id === userIdOf(viewer)) {
      const message = 'Remove your own second factor with `removeSecondFactor`.';
      return new ValidationError([{ path: ['userId'], message }]);
    }
    const entry = entryBy(viewer, 'second_factor.reset', `User:${id}`);
    await store.secondFactors.reset({ actor: viewer, userId: id, entry }, reason.trim());
    mails.wake();
    return (await loaders.accountById.load(id)) ?? new NotFoundError('user');
  }
}
