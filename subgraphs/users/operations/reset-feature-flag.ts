import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { SetFeatureFlagResult } from '../schema/set-feature-flag.result';
import { changeFlag } from '../workflows/change-flag';

@Resolver()
export class ResetFeatureFlagOperation {
  @Mutation(() => SetFeatureFlagResult, {
    nullable: true,
    description:
      'Undoes `setFeatureFlag`: the file or flagd server decides again, on every process within 5 s. ADMIN only, audited.',
  })
  resetFeatureFlag(
    @Arg('name', () => String, { description: 'Name of the flag, as `featureFlags` lists it.' })
    name: string,
    @Ctx() context: UsersContext,
  ): Promise<SetFeatureFlagResult> {
    return changeFlag(context, name, null);
  }
}
