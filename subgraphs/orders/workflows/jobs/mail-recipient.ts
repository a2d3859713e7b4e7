import type { Language } from '../../../../mail/letter';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobRun } from '../../../../platform/jobs/queue';
import { jobScope } from './job-scope';

export interface Recipient {
  readonly email: string;
  readonly language: Language;
}

const callDeadlineMs = 10_000;
const mailRecipient =
  'query ($userId: ID!) { recipient: mailRecipient(userId: $userId) { email language } }';

/**
 * The recipient of a mail, looked up immediately before sending; null for an erased account, which
 * gets no mail.
 */
export async function recipientOf(
  users: ServiceCall,
  userId: string,
  job: JobRun,
): Promise<Recipient | null> {
  const scope = jobScope(job, callDeadlineMs);
  const answer = await users<{ recipient: Recipient | null }>(mailRecipient, { userId }, scope);
  return answer.recipient;
}
