import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { SetFeatureFlagResult } from '../schema/set-feature-flag.result';
import { changeFlag } from '../workflows/change-flag';

@Resolver()
export class SetFeatureFlagOperation {
  @Mutation(() => SetFeatureFlagResult, {
    nullable: true,
    description:
      'Switches a feature flag for everybody, whatever its source says: on every process within 5 s, and kept over restarts. ADMIN only, audited.',
  })
  setFeatureFlag(
    @Arg('name', () => String, { description: 'Name of the flag, as `featureFlags` lists it.' })
    name: string,
    @Arg('isOn', () => Boolean, { description: 'Whether the flag is on for everybody.' })
    isOn: boolean,
    @Ctx() context: UsersContext,
  ): Promise<SetFeatureFlagResult> {
    return changeFlag(context, name, isOn);
  }
}
