import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { headText, type StoredLink } from '../../../platform/audit/chain';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditExport } from '../schema/audit-export';

const linksPerPiece = 1_000;
const seqPattern = /^\d{1,18}$/;

const lineOf = ({ seq, hash, keyId, entry }: StoredLink): string =>
  JSON.stringify({ seq: Number(seq), hash: Buffer.from(hash).toString('hex'), keyId, entry });

@Resolver()
export class AuditExportOperation {
  @Query(() => AuditExport, {
    description: `Exports ${linksPerPiece} entries at a time, oldest first.`,
  })
  async auditExport(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<AuditExport> {
    if (after !== null && !seqPattern.test(after))
      throw badUserInput('`after` must be a whole number.');
    const { links } = await store.auditChain.links(BigInt(after ?? 0), linksPerPiece);
    const last = links.at(-1);
    const isEnd = links.length < linksPerPiece;
    return {
      lines: links.map(lineOf),
      next: isEnd || last === undefined ? null : last.seq.toString(),
      head: last === undefined ? null : headText(last),
    };
  }
}
