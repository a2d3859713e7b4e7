import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { headText } from '../../../platform/audit/chain';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditChain } from '../schema/audit-chain';

const headsMax = 1_000;
const seqPattern = /^\d{1,18}$/;
const headPattern = /^\d{1,18}:[0-9a-f]{64}$/;

/** Verifies that the audit log was not tampered with. */
@Resolver()
export class AuditChainOperation {
  @Query(() => AuditChain, {
    description:
      'Checks 2,000 links at a time, oldest first, against the heads that were published for them.',
  })
  async auditChain(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('heads', () => [String], {
      nullable: true,
      description: 'Heads that were stored elsewhere, as `NUMBER:HASH`.',
    })
    heads: string[] | null = null,
    @Ctx() { auditChain }: UsersContext,
  ): Promise<AuditChain> {
    if (after !== null && !seqPattern.test(after))
      throw badUserInput('`after` must be a whole number.');
    const knownHeads = heads ?? [];
    if (knownHeads.length > headsMax || !knownHeads.every((head) => headPattern.test(head)))
      throw badUserInput(`\`heads\` takes up to ${headsMax}, each as NUMBER:HASH.`);
    const piece = await auditChain.check(BigInt(after ?? 0), knownHeads);
    const { checked, last, isEnd, faults } = piece;
    return {
      checked,
      next: isEnd || last === null ? null : last.seq.toString(),
      head: last === null ? null : headText(last),
      faults: [...faults],
      heads: piece.heads,
      unpublished: piece.isUnpublished,
    };
  }
}
