import { Field, InputType, Int } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { ApiKeyDraft } from '../domain/api-key';
import { quotaPerMinuteMax } from '../domain/api-key';
import { Scope } from './api-key';

@InputType({ description: 'The properties of a new API key.' })
export class CreateApiKeyInput implements ApiKeyDraft {
  @Field(() => String, { description: 'Your name for the key, 1 to 100 characters.' })
  name: string;

  @Field(() => [Scope], {
    description: 'What the key may do. At least one scope, each allowed by your roles.',
  })
  scopes: Scope[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key stops working, in the future. Null means that it does not expire.',
  })
  expiresAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: `Requests a minute, at least 1. Only ADMIN may exceed the default, up to ${quotaPerMinuteMax}. Null means the default.`,
  })
  quotaPerMinute?: number | null;
}
