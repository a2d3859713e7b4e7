import { Field, ID } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { AuditRow } from '../store/audit';

@PlainType('One action in the audit log, which is append-only. Visible to ADMIN.')
export class AuditEntry implements AuditRow {
  @Field(() => ID, { description: 'Id of the audit entry. It never changes.' })
  id: string;

  @Field(() => DateTime, { description: 'When the action took place, in UTC.' })
  at: Date;

  @Field(() => String, {
    description:
      'Who acted: `User:<id>`, `ApiKey:<id>`, `system`, or `anonymous` for a failed sign-in.',
  })
  actor: string;

  @Field(() => String, { description: 'What was done, as an event name, e.g. `api_key.create`.' })
  action: string;

  @Field(() => String, { description: 'The object that was acted on, e.g. `User:<id>`.' })
  subject: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The changed fields as JSON text, without secrets and personal data. Null if none are recorded.',
  })
  detail: string | null;
}

@PlainType('An audit entry and its position in the log.')
export class AuditEdge extends edgeOf(() => AuditEntry) {}

@PlainType('One page of the audit log.')
export class AuditConnection extends connectionOf(AuditEdge) {}
