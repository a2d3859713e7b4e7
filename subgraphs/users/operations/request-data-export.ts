import { Ctx, Mutation, Resolver } from 'type-graphql';
import { rateLimited, unauthenticated } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { dataExportsPerDayMax } from '../domain/data-export';
import { DataExport, dataExportOf } from '../schema/data-export';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';

@Resolver()
export class RequestDataExportOperation {
  @Mutation(() => DataExport, {
    nullable: true,
    description:
      'Prepares everything stored about you as a file of at most 50 MB. One at a time, 3 a day; `dataExports` shows when it is ready. FORBIDDEN for API keys.',
  })
  async requestDataExport(@Ctx() context: UsersContext): Promise<DataExport> {
    const { id } = await ownAccount(context);
    const { store, viewer, dataExports } = context;
    const entry = entryBy(viewer, 'data_export.request', `User:${id}`);
    const requested = await store.dataExports.request(id, dataExportsPerDayMax, entry);
    if (requested === null) throw unauthenticated();
    if ('retryAfterSeconds' in requested) throw rateLimited(requested.retryAfterSeconds);
    dataExports.wake();
    return dataExportOf(requested);
  }
}
