import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { PersonalData } from '../schema/export-my-data.result';
import type { Account } from '../store/accounts';
import { shownAccount } from '../visibility';
import { exportedAccount } from '../workflows/exported-account';

/**
 * Characters of an export of personal data in an answer.
 * @exceeded older orders are left out, and the export names `requestDataExport`
 * @test subgraphs/users/operations/export-my-data.test.ts
 */
const exportCharactersMax = 1_000_000;

@Resolver()
export class ExportMyDataOperation {
  @Query(() => PersonalData, {
    nullable: true,
    description:
      'Exports everything stored about you, up to 1 MB; beyond that use `requestDataExport`. One at a time, 10 a day. FORBIDDEN for API keys.',
  })
  async exportMyData(@Ctx() context: UsersContext): Promise<PersonalData> {
    const account = await shownAccount(context);
    return context.exportLimits.run(account.id, () => exported(account, context));
  }
}

const hint = 'Older orders are left out here. requestDataExport prepares all of them as a file.';

/** The end of the export, after the data of users. */
function withOrders(orders: string, isComplete: boolean): string {
  const more = isComplete ? '' : `,"hint":${JSON.stringify(hint)}`;
  return `,"ordersComplete":${isComplete}${more},"orders":[${orders}]}`;
}

async function exported(account: Account, context: UsersContext): Promise<PersonalData> {
  const head = await exportedAccount(account, context.store);
  const left = Math.max(0, exportCharactersMax - head.length - withOrders('', false).length);
  const stored = await context.orders.exported(account.id, left, context);
  const json = head + stored.account + withOrders(stored.json, stored.isComplete);
  return { json, createdAt: new Date() };
}
