import type { Language } from '../../../../mail/letter';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobRun } from '../../../../platform/jobs/queue';

export interface Recipient {
  readonly email: string;
  readonly language: Language;
}

const callDeadlineMs = 10_000;
const mailRecipient =
  'query ($userId: ID!) { recipient: mailRecipient(userId: $userId) { email language } }';

/** Looked up immediately before sending; null for an erased account, which gets no mail. */
export async function recipientOf(
  users: ServiceCall,
  userId: string,
  { id, signal }: JobRun,
): Promise<Recipient | null> {
  const scope = {
    viewer: { kind: 'system', cause: `Job:${id}` },
    requestId: id,
    signal: AbortSignal.any([signal, AbortSignal.timeout(callDeadlineMs)]),
  } as const;
  const { recipient } = await users<{ recipient: Recipient | null }>(
    mailRecipient,
    { userId },
    scope,
  );
  return recipient;
}
