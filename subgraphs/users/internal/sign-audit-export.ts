import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { signedExport } from '../../../platform/audit/export';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { AuditSignature } from '../schema/audit-export';

const digestPattern = /^[0-9a-f]{64}$/;
const headPattern = /^\d{1,18}:[0-9a-f]{64}$/;

@Resolver()
export class SignAuditExportOperation {
  @Query(() => AuditSignature, {
    description: 'Signs the summary of an export: its number of entries, newest link and SHA-256.',
  })
  signAuditExport(
    @Arg('entries', () => Int) entries: number,
    @Arg('head', () => String, { nullable: true }) head: string | null = null,
    @Arg('sha256', () => String) sha256: string,
    @Ctx() { auditKeys }: UsersContext,
  ): AuditSignature {
    if (!digestPattern.test(sha256)) throw badUserInput('`sha256` must be 64 hexadecimal digits.');
    if (head !== null && !headPattern.test(head)) throw badUserInput('`head` must be NUMBER:HASH.');
    const exported = { at: new Date().toISOString(), entries, head, sha256 };
    return signedExport(auditKeys.current, exported);
  }
}
