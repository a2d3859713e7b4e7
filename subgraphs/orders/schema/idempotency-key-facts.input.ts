import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class IdempotencyKeyCursor {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  mutation: string;

  @Field(() => String)
  key: string;
}
