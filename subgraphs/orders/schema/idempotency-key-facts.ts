import { Field, ID, ObjectType } from 'type-graphql';
import type { KeyFacts } from '../../../verify/facts';

@ObjectType('IdempotencyKeyFacts', { simpleResolvers: true })
export class IdempotencyKeyFactsType implements KeyFacts {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  mutation: string;

  @Field(() => String)
  key: string;

  @Field(() => ID)
  orderId: string;

  @Field(() => Boolean)
  hasOrder: boolean;
}
