import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { dataExportDownloadsMax } from '../domain/data-export';
import { OpenedDataExport } from '../schema/opened-data-export';

@Resolver()
export class OpenDataExportOperation {
  @Mutation(() => OpenedDataExport, {
    nullable: true,
    description: `\
Counts and audits a download of an account's data export; its pieces are read by dataExportPart. Null
unless the account has such an export that is ready, and after ${dataExportDownloadsMax} downloads.`,
  })
  async openDataExport(
    @Arg('id', () => ID) id: string,
    @Arg('userId', () => ID) userId: string,
    @Ctx() { store, dataExports }: UsersContext,
  ): Promise<OpenedDataExport | null> {
    if (!isUuid(id) || !isUuid(userId)) return null;
    const sealed = await store.dataExports.part(id, userId, 0);
    if (sealed && dataExports.open(sealed, id.toLowerCase(), 0) === null) {
      await store.dataExports.discard(id);
      return null;
    }
    return store.dataExports.open(id, userId, dataExportDownloadsMax, {
      actor: `User:${userId}`,
      action: 'data_export.download',
      subject: `User:${userId}`,
      detail: null,
    });
  }
}
