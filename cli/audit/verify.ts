import type { ServiceCall } from '../../platform/graphql/service-call';
import type { AuditFacts, AuditFault } from '../../verify/facts';
import { callAudit } from './call';

export interface AuditVerification {
  readonly entries: number;
  /** The newest link, as `NUMBER:HASH`; null for an empty log. */
  readonly head: string | null;
  /** Published heads that the log was compared with. */
  readonly heads: number;
  readonly faults: readonly AuditFault[];
}

interface Piece extends AuditFacts {
  readonly heads: number;
  readonly unpublished: boolean;
}

const auditChain = `query ($after: ID, $heads: [String!]) {
  piece: auditChain(after: $after, heads: $heads) {
    checked next head heads unpublished faults { fault subject }
  }
}`;

/** @param heads published heads that were kept elsewhere, as `NUMBER:HASH`. */
export async function verifyAuditLog(
  users: ServiceCall,
  heads: readonly string[],
): Promise<AuditVerification> {
  const faults: AuditFault[] = [];
  let entries = 0;
  let compared = 0;
  let head: string | null = null;
  let after: string | null = null;
  do {
    const variables: Record<string, unknown> = { after, heads };
    const { piece }: { piece: Piece } = await callAudit(users, auditChain, variables);
    entries += piece.checked;
    compared += piece.heads;
    head = piece.head ?? head;
    faults.push(...piece.faults);
    if (piece.unpublished) faults.push({ fault: 'unpublished', subject: 'audit log' });
    after = piece.next;
  } while (after !== null);
  return { entries, head, heads: compared, faults };
}
