import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { PersonalData } from '../schema/export-my-data.result';
import type { Account } from '../store/accounts';
import { ownAccount } from '../visibility';

/** Maximum length of the exported lists that grow with time; the newest entries are exported. */
const sessionsMax = 1_000;
const auditEntriesMax = 5_000;
const locksMax = 100;
const mailsMax = 1_000;
/**
 * UTF-16 units. In the response each takes at most 3 bytes of UTF-8, or 2 if escaped: 9 MB, which
 * is below the limit of a response.
 */
const exportCharactersMax = 3_000_000;

@Resolver()
export class ExportMyDataOperation {
  @Query(() => PersonalData, {
    nullable: true,
    description:
      'Exports everything stored about you, up to 3,000,000 characters; older orders are left out. One at a time, 10 a day. FORBIDDEN for API keys.',
  })
  async exportMyData(@Ctx() context: UsersContext): Promise<PersonalData> {
    const account = await ownAccount(context);
    return context.exportLimits.run(account.id, () => exported(account, context));
  }
}

/** The end of the export, after the data of users. */
const withOrders = (orders: string, isComplete: boolean): string =>
  `,"ordersComplete":${isComplete},"orders":[${orders}]}`;

async function exported(account: Account, context: UsersContext): Promise<PersonalData> {
  const { store, loaders } = context;
  const { id, email, name, roles, createdAt, updatedAt } = account;
  const { emailVerifiedAt, pendingEmail, language } = account;
  const [addresses, secondFactor, secondFactorResets, ...rest] = await Promise.all([
    loaders.addressesByUserId.load(id),
    store.secondFactors.of(id),
    store.secondFactors.resetsOf(id, locksMax),
    store.accountLocks.ofUser(id, locksMax),
    store.sessions.ofUser(id, sessionsMax),
    store.apiKeys.ofUser(id),
    store.mails.ofUser(id, mailsMax),
    store.savedViews.ofUser(id, null),
    store.audit.about(id, auditEntriesMax),
  ]);
  const [locks, sessions, apiKeys, mails, savedViews, auditLog] = rest;
  const address = { email, emailVerifiedAt, pendingEmail };
  const own = { id, ...address, name, language, roles, createdAt, updatedAt };
  const head = JSON.stringify({
    account: own,
    addresses,
    locks,
    secondFactor,
    secondFactorResets,
    sessions,
    apiKeys,
    mails,
    savedViews,
    auditLog,
  }).slice(0, -1);
  const left = exportCharactersMax - head.length - withOrders('', false).length;
  const { json, isComplete } = await context.orders.exported(id, left, context);
  return {
    json: head + withOrders(json, isComplete),
    createdAt: new Date(),
  };
}
