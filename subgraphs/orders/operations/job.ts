import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { JobRow } from '../../../platform/jobs/job-rows';
import { Job } from '../schema/job';

@Resolver(() => Job)
export class JobOperation {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What its last attempt came to: a result as JSON text, or why it failed.',
  })
  outcome(@Root() { output, state }: JobRow): string | null {
    if (output === null || output === undefined) return null;
    const { message } = output as { message?: unknown };
    if (state !== 'completed' && typeof message === 'string') return message;
    return JSON.stringify(output);
  }
}
