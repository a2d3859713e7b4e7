import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import type { Account } from '../store/accounts';
import { ownAccount } from '../visibility';

/** Of the lists that grow with time the newest are exported. */
const sessionsMax = 1_000;
const auditEntriesMax = 5_000;
const locksMax = 100;
/**
 * UTF-16 units. In the answer each takes 3 bytes of UTF-8 at most, or 2 where it is escaped: 9 MB,
 * less than an answer may hold.
 */
const exportCharactersMax = 3_000_000;

@ObjectType({
  simpleResolvers: true,
  description: 'An export of everything that is stored about the caller.',
})
export class PersonalData {
  @Field(() => String, {
    description:
      'The data as JSON text. If `ordersComplete` in it is false, read older orders with `orders`.',
  })
  json: string;

  @Field(() => DateTime, { description: 'When the export was created.' })
  createdAt: Date;
}

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

/** The end of the export, behind what users has. */
const withOrders = (orders: string, isComplete: boolean): string =>
  `,"ordersComplete":${isComplete},"orders":[${orders}]}`;

async function exported(account: Account, context: UsersContext): Promise<PersonalData> {
  const { store, loaders } = context;
  const { id, email, name, roles, createdAt, updatedAt } = account;
  const [addresses, locks, sessions, apiKeys, auditLog] = await Promise.all([
    loaders.addressesByUserId.load(id),
    store.accountLocks.ofUser(id, locksMax),
    store.sessions.ofUser(id, sessionsMax),
    store.apiKeys.ofUser(id),
    store.audit.about(id, auditEntriesMax),
  ]);
  const own = { id, email, name, roles, createdAt, updatedAt };
  const head = JSON.stringify({
    account: own,
    addresses,
    locks,
    sessions,
    apiKeys,
    auditLog,
  }).slice(0, -1);
  const left = exportCharactersMax - head.length - withOrders('', false).length;
  const { json, isComplete } = await context.orders.exported(id, left, context);
  return {
    json: head + withOrders(json, isComplete),
    createdAt: new Date(),
  };
}
