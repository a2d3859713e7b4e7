import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { TokenEndRow } from '../store/token-ends';

@ObjectType({ simpleResolvers: true })
export class EndedTokens {
  @Field(() => ID)
  userId: string;

  @Field(() => Int, {
    description: 'The generation of the account. Access tokens of earlier ones have ended.',
  })
  belowGeneration: number;

  @Field(() => DateTime)
  endedAt: Date;
}

@ObjectType({ simpleResolvers: true })
export class EndedTokensPage {
  @Field(() => [EndedTokens], { description: 'Oldest first.' })
  ends: TokenEndRow[];

  @Field(() => Boolean, { description: 'Whether there are more behind the last one.' })
  more: boolean;

  @Field(() => DateTime, {
    description: 'The `since` of the next call. Some accounts are returned twice.',
  })
  asOf: Date;
}
