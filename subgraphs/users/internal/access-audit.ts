import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AccessAudit } from '../schema/access-audit';

const daysMax = 366;

@Resolver()
export class AccessAuditOperation {
  @Query(() => AccessAudit, {
    description:
      'The accounts and keys that have access, and suspicious events of the last days, for `security audit`.',
  })
  async accessAudit(
    @Arg('days', () => Int, {
      description: 'Number of days in which failures and addresses are counted.',
    })
    days: number,
    @Ctx() { loaders, store }: UsersContext,
  ): Promise<AccessAudit> {
    if (days < 1 || days > daysMax) throw badUserInput(`\`days\` is from 1 to ${daysMax}.`);
    const { accessAudit } = store;
    const [staffRows, idleKeys, failedSignIns, reusedTokens, newKeyAddresses] = await Promise.all([
      accessAudit.staff(),
      accessAudit.idleKeys(),
      accessAudit.failedSignIns(days),
      accessAudit.reusedTokens(days),
      accessAudit.newKeyAddresses(days),
    ]);
    const staff = await Promise.all(
      staffRows.map(async (row) => ({
        ...row,
        email: (await loaders.accountById.load(row.userId))?.email ?? '',
      })),
    );
    return { staff, idleKeys, failedSignIns, reusedTokens, newKeyAddresses };
  }
}
