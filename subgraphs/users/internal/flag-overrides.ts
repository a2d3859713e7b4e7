import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { FlagOverride } from '../schema/flag-override';
import type { FlagOverrideRow } from '../store/flag-overrides';

/** Read by each process that evaluates feature flags. */
@Resolver()
export class FlagOverridesOperation {
  @Query(() => [FlagOverride], { description: 'The feature flags that an ADMIN has switched.' })
  flagOverrides(@Ctx() { store }: UsersContext): Promise<FlagOverrideRow[]> {
    return store.flagOverrides.all();
  }
}
