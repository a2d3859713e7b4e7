import { Field, ID, Int } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { Scope } from '../../../prisma/users/generated/enums';
import type { ApiKeyRow } from '../store/api-keys';

describeEnum(
  Scope,
  'Scope',
  "What an API key may do for its owner. The owner's current roles limit it further.",
  {
    ORDERS_READ: "Read the owner's own orders. Owners with the role PARTNER, WAREHOUSE or ADMIN.",
    ORDERS_WRITE:
      "Place and cancel the owner's own orders. Owners with the role PARTNER, WAREHOUSE or ADMIN.",
    INVENTORY_READ:
      'Read the stock of each warehouse. Owners with the role PARTNER, WAREHOUSE or ADMIN.',
    INVENTORY_WRITE:
      'Adjust stock (owners with the role WAREHOUSE or ADMIN) and write products (ADMIN only).',
    WEBHOOKS_MANAGE:
      "Manage the owner's webhook endpoints, which receive events of the owner's orders only. Owners with the role PARTNER or ADMIN.",
    STOREFRONT:
      'Do what anonymous callers may, for the visitor that `X-Buyer-IP` names. Created by ADMIN, as the only scope of its key.',
  },
);

export { Scope };

@PlainType("An API key. A program sends its secret and acts as the owner, within the key's scopes.")
export class ApiKey implements Omit<ApiKeyRow, 'userId' | 'roles'> {
  @Field(() => ID, { description: 'Id of the key. It stays the same when the secret is rotated.' })
  id: string;

  @Field(() => String, { description: "The owner's name for the key, 1 to 100 characters." })
  name: string;

  @Field(() => String, {
    description: 'First characters of the newest secret, to recognise the key by.',
  })
  prefix: string;

  @Field(() => [Scope], {
    description: "What the key may do, as far as the owner's current roles allow it.",
  })
  scopes: Scope[];

  @Field(() => Int, {
    nullable: true,
    description: 'Requests a minute that the key may send. Null means the default limit.',
  })
  quotaPerMinute: number | null;

  @Field(() => DateTime, { description: 'When the key was created.' })
  createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key stops working; null if it does not expire.',
  })
  expiresAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key was last used, to the minute; null if it was never used.',
  })
  lastUsedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key was revoked; null while it is not revoked.',
  })
  revokedAt: Date | null;
}

@PlainType('A key with a new secret. This is the only time the secret is shown.')
export class ApiKeyCreated {
  @Field(() => ApiKey, { description: 'The key that the secret belongs to.' })
  apiKey: ApiKeyRow;

  @Field(() => String, {
    description:
      'The secret to send in the `X-API-Key` header. Store it safely: it cannot be read again.',
  })
  secret: string;
}
