import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import { Scope } from '../../../prisma/users/generated/enums';
import type { ApiKeyRow } from '../store/api-keys';

registerEnumType(Scope, {
  name: 'Scope',
  description: 'What a key may do of what its owner may.',
  valuesConfig: {
    ORDERS_READ: { description: "The owner's own orders." },
    ORDERS_WRITE: { description: "Place and cancel the owner's own orders." },
    INVENTORY_READ: { description: 'Stock per warehouse.' },
    INVENTORY_WRITE: {
      description: 'Adjust stock (owner WAREHOUSE or ADMIN), write products (owner ADMIN).',
    },
    WEBHOOKS_MANAGE: { description: 'Own endpoints, which hear of own orders only.' },
  },
});

export { Scope };

@ObjectType({ simpleResolvers: true, description: 'A key for programs that act as its owner.' })
export class ApiKey implements Omit<ApiKeyRow, 'userId'> {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'The visible beginning of the key, to recognise it by.' })
  prefix: string;

  @Field(() => [Scope], { description: "What of it works is cut by the owner's present roles." })
  scopes: Scope[];

  @Field(() => Int, { nullable: true, description: 'Its own limit; null: the default.' })
  quotaPerMinute: number | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'To the minute.' })
  lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  revokedAt: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'The only time the secret is shown.' })
export class ApiKeyCreated {
  @Field(() => ApiKey)
  apiKey: ApiKeyRow;

  @Field(() => String, { description: 'Goes into `X-API-Key`.' })
  secret: string;
}
