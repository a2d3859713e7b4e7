import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class AuditEntryInput {
  @Field(() => ID, { description: 'UUID of the entry. Sending the entry again changes nothing.' })
  id: string;

  @Field(() => DateTime, { description: 'When the action took place.' })
  at: Date;

  @Field(() => String)
  actor: string;

  @Field(() => String)
  action: string;

  @Field(() => String)
  subject: string;

  @Field(() => String, {
    nullable: true,
    description: 'Details as JSON text without personal data.',
  })
  detail?: string | null;
}
