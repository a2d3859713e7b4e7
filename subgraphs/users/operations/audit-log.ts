import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditConnection } from '../schema/audit-entry';
import type { AuditRow } from '../store/audit';

const order = 'audit';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];
const pageSize = 50;
const filterCharactersMax = 200;

/** Rejects forged cursors, which would cause errors in the database. */
function checkedFilter(name: string, text: string | null): string | null {
  if (text !== null && (text.length > filterCharactersMax || /[\p{Cc}\p{Cs}]/u.test(text))) {
    throw badUserInput(`\`${name}\` is not a valid reference, such as \`User:<id>\`.`, name);
  }
  return text;
}

@Resolver()
export class AuditLogOperation {
  @Query(() => AuditConnection, {
    nullable: true,
    description: 'The audit log, newest entry first. ADMIN only.',
  })
  async auditLog(
    @Arg('first', () => Int, firstArgument(pageSize)) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('subject', () => String, {
      nullable: true,
      description:
        'Returns only entries about this object, e.g. `User:<id>`. Null means all objects.',
    })
    subject: string | null = null,
    @Arg('actor', () => String, {
      nullable: true,
      description:
        'Returns only entries of this actor, e.g. `User:<id>` or `system`. Null means all actors.',
    })
    actor: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<Page<AuditRow>> {
    const page = pageRequest(first ?? pageSize, after, order, cursorKeys);
    const filter = {
      subject: checkedFilter('subject', subject),
      actor: checkedFilter('actor', actor),
    };
    const rows = await store.audit.page(filter, page);
    return pageOf(rows, page, order, (row) => [row.at.toISOString(), row.id]);
  }
}
