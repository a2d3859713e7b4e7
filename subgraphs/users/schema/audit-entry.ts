import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../platform/graphql/connection';
import { DateTime } from '../../../platform/graphql/scalars';
import type { AuditRow } from '../store/audit';

@ObjectType({ simpleResolvers: true })
export class AuditEntry implements AuditRow {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => String, {
    description: 'Who: `User:<id>`, `ApiKey:<id>`, `system`, or `anonymous` for a failed sign-in.',
  })
  actor: string;

  @Field(() => String, { description: 'What, e.g. `api_key.create`.' })
  action: string;

  @Field(() => String, { description: 'On what, e.g. `User:<id>`.' })
  subject: string;

  @Field(() => String, {
    nullable: true,
    description: 'Changed fields, as JSON text, secrets and personal data left out.',
  })
  detail: string | null;
}

@ObjectType({ simpleResolvers: true })
export class AuditEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => AuditEntry)
  node: AuditRow;
}

@ObjectType({ simpleResolvers: true })
export class AuditConnection {
  @Field(() => [AuditEdge])
  edges: AuditEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}
