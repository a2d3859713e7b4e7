import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditConnection } from '../schema/audit-entry';
import type { AuditRow } from '../store/audit';

const order = 'audit';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];
const pageSize = 50;
const filterCharactersMax = 200;

/** A cursor that was made up must not reach the database, which would stumble over it. */
function checkedFilter(name: string, text: string | null): string | null {
  if (text !== null && (text.length > filterCharactersMax || /[\p{Cc}\p{Cs}]/u.test(text))) {
    throw badUserInput(`\`${name}\` names nothing that could be in the log.`);
  }
  return text;
}

@Resolver()
export class AuditLogOperation {
  @Query(() => AuditConnection, { nullable: true, description: 'Newest first. ADMIN.' })
  async auditLog(
    @Arg('first', () => Int, { nullable: true, defaultValue: pageSize }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Arg('subject', () => String, {
      nullable: true,
      description: 'All about one thing, e.g. `User:<id>`.',
    })
    subject: string | null = null,
    @Arg('actor', () => String, {
      nullable: true,
      description: 'All that somebody did, e.g. `User:<id>` or `system`.',
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
