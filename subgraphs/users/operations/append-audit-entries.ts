import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

const entriesMax = 1_000;

@InputType()
export class AuditEntryInput {
  @Field(() => ID, { description: 'A uuid, made with the entry: sent again, it changes nothing.' })
  id: string;

  @Field(() => DateTime, { description: 'When it was done.' })
  at: Date;

  @Field(() => String)
  actor: string;

  @Field(() => String)
  action: string;

  @Field(() => String)
  subject: string;

  @Field(() => String, { nullable: true, description: 'JSON text without personal data.' })
  detail?: string | null;
}

/** Appends the audit entries of the other subgraphs. */
@Resolver()
export class AppendAuditEntriesOperation {
  @Mutation(() => Int, {
    description: `Up to ${entriesMax}. Answers how many are new; once it answers, all are kept.`,
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
