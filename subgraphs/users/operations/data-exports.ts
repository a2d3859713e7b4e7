import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { DataExport, dataExportOf } from '../schema/data-export';
import { ownAccount } from '../visibility';

@Resolver()
export class DataExportsOperation {
  @Query(() => [DataExport], {
    nullable: true,
    description: 'Your data exports of the last day, newest first. FORBIDDEN for API keys.',
  })
  async dataExports(@Ctx() context: UsersContext): Promise<DataExport[]> {
    const { id } = await ownAccount(context);
    return (await context.store.dataExports.ofUser(id)).map(dataExportOf);
  }
}
