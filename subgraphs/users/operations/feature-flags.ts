import { Ctx, Query, Resolver } from 'type-graphql';
import { type FlagState, subjectOf } from '../../../platform/flags/flags';
import type { UsersContext } from '../context';
import { FeatureFlag } from '../schema/feature-flag';

@Resolver()
export class FeatureFlagsOperation {
  @Query(() => [FeatureFlag], {
    nullable: true,
    description: 'Every feature flag, evaluated for the caller. ADMIN only.',
  })
  async featureFlags(@Ctx() { flags, viewer }: UsersContext): Promise<FlagState[]> {
    // Another instance may have switched one. A failure is logged, and the known ones are shown.
    await flags.refresh().catch(() => undefined);
    return flags.list(subjectOf(viewer));
  }
}
