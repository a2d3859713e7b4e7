import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class DataExportPartOperation {
  @Query(() => String, {
    nullable: true,
    description:
      "A piece of an account's data export in base64. Null unless the account has such an export that is ready.",
  })
  async dataExportPart(
    @Arg('id', () => ID) id: string,
    @Arg('userId', () => ID) userId: string,
    @Arg('position', () => Int) position: number,
    @Ctx() { store, dataExports }: UsersContext,
  ): Promise<string | null> {
    if (!isUuid(id) || !isUuid(userId)) return null;
    const sealed = await store.dataExports.part(id, userId, position);
    const piece = sealed && dataExports.open(sealed, id.toLowerCase(), position);
    return piece?.toString('base64') ?? null;
  }
}
