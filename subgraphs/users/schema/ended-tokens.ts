import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { TokenEndRow } from '../store/token-ends';

@ObjectType({ simpleResolvers: true })
export class EndedTokens {
  @Field(() => ID)
  userId: string;

  @Field(() => Int, { description: "The account's access tokens of an earlier one are over." })
  belowGeneration: number;

  @Field(() => DateTime)
  endedAt: Date;
}

@ObjectType({ simpleResolvers: true })
export class EndedTokensPage {
  @Field(() => [EndedTokens], { description: 'Oldest first.' })
  ends: TokenEndRow[];

  @Field(() => Boolean, { description: 'There is more behind the last one.' })
  more: boolean;

  @Field(() => DateTime, {
    description: 'What the next reading sends as `since`. It overlaps: some is read twice.',
  })
  asOf: Date;
}
