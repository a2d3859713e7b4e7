import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class AuditEntryInput {
  @Field(() => ID, { description: 'A uuid, made with the entry: sent again, it changes nothing.' })
  id: string;

  @Field(() => DateTime, { description: 'When it was done.' })
  at: Date;

  @Field(() => String)
  actor: string;

  @Field(() => String)
  action: string;

  @Field(() => String)
  subject: string;

  @Field(() => String, { nullable: true, description: 'JSON text without personal data.' })
  detail?: string | null;
}
