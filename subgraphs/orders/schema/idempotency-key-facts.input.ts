import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class IdempotencyKeyCursor {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  mutation: string;

  @Field(() => String)
  key: string;

  /** A caller of the previous version does not send it. */
  @Field(() => ID, { nullable: true })
  orderId?: string | null;
}
