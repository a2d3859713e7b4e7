import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType()
export class StartedAgain {
  @Field(() => ID)
  userId: string;

  @Field(() => DateTime)
  at: Date;
}
