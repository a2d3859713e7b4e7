import { asSystem, type CallScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { JobFilter, JobPage, JobRow } from '../../../platform/jobs/job-rows';

/** The queue of mails to accounts, which is in users. */
const accountMailQueue = 'send-account-mail';

const mailJobs = `query (
  $first: Int!, $id: ID, $state: String, $afterCreatedAt: DateTime, $afterId: ID
) {
  mailJobs(
    first: $first, id: $id, state: $state, afterCreatedAt: $afterCreatedAt, afterId: $afterId
  ) {
    id rowId queue state attempts attemptsMax createdAt startAfter startedAt finishedAt output
  }
}`;
const retryMail = 'mutation ($id: ID!) { retryMail(id: $id) }';

interface Scope extends CallScope {
  readonly users: ServiceCall;
}

type Written = string | Date;

interface MailJobs {
  readonly mailJobs: readonly (Omit<
    JobRow,
    'createdAt' | 'startAfter' | 'startedAt' | 'finishedAt' | 'output'
  > & {
    readonly createdAt: Written;
    readonly startAfter: Written;
    readonly startedAt: Written | null;
    readonly finishedAt: Written | null;
    readonly output: string;
  })[];
}

const dateOf = (written: Written | null): Date | null =>
  written === null ? null : new Date(written);

async function ask(variables: Record<string, unknown>, scope: Scope): Promise<JobRow[]> {
  const answer = await scope.users<MailJobs>(mailJobs, variables, asSystem(scope));
  return answer.mailJobs.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    startAfter: new Date(row.startAfter),
    startedAt: dateOf(row.startedAt),
    finishedAt: dateOf(row.finishedAt),
    output: JSON.parse(row.output),
  }));
}

/** The mails to accounts as background jobs: those of a page, and one more. */
export async function accountMailJobs(
  { state, queue }: JobFilter,
  { first, after }: JobPage,
  scope: Scope,
): Promise<JobRow[]> {
  if (queue !== null && queue !== accountMailQueue) return [];
  const [afterCreatedAt = null, afterId = null] = after ?? [];
  return ask({ first: first + 1, state, afterCreatedAt, afterId }, scope);
}

export async function accountMailJob(id: string, scope: Scope): Promise<JobRow | null> {
  const [row] = await ask({ first: 1, id }, scope);
  return row ?? null;
}

/** Has a mail sent after all that failed for good. */
export async function retryAccountMail(id: string, scope: Scope): Promise<void> {
  await scope.users(retryMail, { id }, asSystem(scope));
}
