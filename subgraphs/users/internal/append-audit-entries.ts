import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { AuditEntryInput } from '../schema/append-audit-entries.input';

const entriesMax = 1_000;

/** Appends the audit entries of the other subgraphs. */
@Resolver()
export class AppendAuditEntriesOperation {
  @Mutation(() => Int, {
    description: `Appends up to ${entriesMax} entries. Returns how many are new; all are stored when it returns.`,
  })
  async appendAuditEntries(
    @Arg('entries', () => [AuditEntryInput]) entries: AuditEntryInput[],
    @Ctx() { store }: UsersContext,
  ): Promise<number> {
    if (entries.length > entriesMax) throw badUserInput(`Up to ${entriesMax} entries.`);
    if (!entries.every(({ id }) => isUuid(id))) throw badUserInput('`id` must be a UUID.');
    return store.audit.appendAll(
      entries.map((entry) => ({ ...entry, detail: entry.detail ?? null })),
    );
  }
}
