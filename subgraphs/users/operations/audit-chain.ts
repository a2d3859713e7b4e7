import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditChain } from '../schema/audit-chain';

const pageSize = 10_000;
const unlinkedMax = 1_000;
const seqPattern = /^\d{1,18}$/;

/** Verifies that the audit log was not tampered with. */
@Resolver()
export class AuditChainOperation {
  @Query(() => AuditChain, { description: `${pageSize} links at a time, oldest first.` })
  async auditChain(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<AuditChain> {
    if (after !== null && !seqPattern.test(after))
      throw badUserInput('`after` must be a whole number.');
    const { checked, last, broken } = await store.auditChain.check(BigInt(after ?? 0), pageSize);
    const isEnd = checked < pageSize;
    const past = isEnd ? await store.auditChain.unlinked(unlinkedMax) : [];
    return {
      checked,
      next: isEnd || last === null ? null : last.seq.toString(),
      head: last === null ? null : `${last.seq}:${last.hash}`,
      broken: [...broken, ...past],
    };
  }
}
