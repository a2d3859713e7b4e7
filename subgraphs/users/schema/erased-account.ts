import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType()
export class ErasedAccount {
  @Field(() => ID)
  userId: string;

  @Field(() => DateTime)
  erasedAt: Date;
}
