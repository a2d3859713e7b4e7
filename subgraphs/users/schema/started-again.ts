import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@ObjectType({ simpleResolvers: true })
export class StartedAgain {
  @Field(() => ID)
  userId: string;

  @Field(() => DateTime)
  at: Date;
}
