import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { JobRow } from '../../../platform/jobs/job-rows';
import { Job } from '../schema/job';

@Resolver(() => Job)
export class JobFields {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Result of the latest attempt as JSON text, or its error message. Null if there is none yet.',
  })
  outcome(@Root() { output, state }: JobRow): string | null {
    if (output === null || output === undefined) return null;
    const { message } = output as { message?: unknown };
    if (state !== 'completed' && typeof message === 'string') return message;
    return JSON.stringify(output);
  }
}
