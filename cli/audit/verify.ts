import type { ChainFault } from '../../platform/audit/chain';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { callAudit } from './call';

export interface AuditFault {
  readonly fault: ChainFault;
  readonly subject: string;
}

export interface AuditVerification {
  readonly entries: number;
  /** The newest link, as `NUMBER:HASH`; null for an empty log. */
  readonly head: string | null;
  /** Published heads that the log was compared with. */
  readonly heads: number;
  readonly faults: readonly AuditFault[];
}

interface Piece {
  readonly checked: number;
  readonly next: string | null;
  readonly head: string | null;
  readonly heads: number;
  readonly unpublished: boolean;
  readonly faults: readonly AuditFault[];
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
