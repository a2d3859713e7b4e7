import type { TypedDocument } from '../../client/src/document';
import type { Client } from './client';
import { eventually } from './shop';

/** A job. The operations for jobs are here, because the package of the client leaves them out. */
export interface Job {
  readonly id: string;
  readonly queue: string;
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly outcome: string | null;
}

interface Refusal {
  readonly __typename: 'JobStateError' | 'NotFoundError';
  readonly code: string;
}

type Result = ({ readonly __typename: 'Job' } & Job) | Refusal;

const job = 'id queue attempts attemptsMax outcome';
const result = `__typename ... on Job { ${job} } ... on UserError { code }`;

export const JobsInState = `query JobsInState($state: JobState) {
  jobs(state: $state) { nodes { ${job} } } }` as TypedDocument<
  { readonly jobs: { readonly nodes: readonly Job[] } | null },
  { readonly state?: string }
>;

export const RetryJob = `mutation RetryJob($id: ID!) { retryJob(id: $id) { ${result}
  ... on JobStateError { state } } }` as TypedDocument<
  { readonly retryJob: Result | null },
  { readonly id: string }
>;

export const RunJob =
  `mutation RunJob($queue: String!) { runJob(queue: $queue) { ${result} } }` as TypedDocument<
    { readonly runJob: Result | null },
    { readonly queue: string }
  >;

export const endOfJob = (admin: Client, id: string): Promise<Job> =>
  eventually(`the end of job ${id}`, async () => {
    const { jobs } = await admin.run(JobsInState, { state: 'COMPLETED' });
    return jobs?.nodes.find((one) => one.id === id);
  });

/** @returns the job when it is completed. */
export async function runJob(admin: Client, queue: string): Promise<Job> {
  const { runJob: started } = await admin.run(RunJob, { queue });
  if (started?.__typename !== 'Job') throw new Error(JSON.stringify(started));
  return endOfJob(admin, started.id);
}
