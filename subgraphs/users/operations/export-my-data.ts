import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import { ownAccount } from '../visibility';

/** Of the lists that grow with time the newest are exported. */
const sessionsMax = 1_000;
const auditEntriesMax = 10_000;

const locksMax = 100;

@ObjectType({ simpleResolvers: true, description: 'All that is stored about the caller.' })
export class PersonalData {
  @Field(() => String, { description: 'JSON text.' })
  json: string;

  @Field(() => DateTime)
  createdAt: Date;
}

@Resolver()
export class ExportMyDataOperation {
  @Query(() => PersonalData, {
    nullable: true,
    description: 'Your account with all that belongs to it, and your orders.',
  })
  async exportMyData(@Ctx() context: UsersContext): Promise<PersonalData> {
    const { store, loaders } = context;
    const { id, email, name, roles, createdAt, updatedAt } = await ownAccount(context);
    const [addresses, locks, sessions, apiKeys, auditLog, orders] = await Promise.all([
      loaders.addressesByUserId.load(id),
      store.accountLocks.ofUser(id, locksMax),
      store.sessions.ofUser(id, sessionsMax),
      store.apiKeys.ofUser(id),
      store.audit.about(id, auditEntriesMax),
      context.orders.exported(id, context),
    ]);
    const account = { id, email, name, roles, createdAt, updatedAt };
    const data = { account, addresses, locks, sessions, apiKeys, auditLog, orders };
    return { json: JSON.stringify(data, null, 2), createdAt: new Date() };
  }
}
