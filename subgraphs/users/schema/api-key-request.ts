import { Field, Int } from 'type-graphql';
import type { KeyRequest } from '../../../platform/auth/key-requests';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType('A request that was sent with an API key, and its answer.')
export class ApiKeyRequest implements KeyRequest {
  @Field(() => DateTime, { description: 'When the request arrived at a gateway.' })
  at: Date;

  @Field(() => String, {
    description: 'Id of the request, as `X-Request-Id` of its answer. Quote it to support.',
  })
  requestId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the operation; null if it had none, or was refused before it was read.',
  })
  operation: string | null;

  @Field(() => String, {
    description: '`OK`, or the code of the first error, e.g. `RATE_LIMITED`.',
  })
  outcome: string;

  @Field(() => Int, { description: 'HTTP status of the answer.' })
  status: number;

  @Field(() => Int, { description: 'Milliseconds from the arrival of the request to its answer.' })
  durationMs: number;
}
