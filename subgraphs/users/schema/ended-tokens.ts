import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { TokenEndRow } from '../store/token-ends';

@PlainType()
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

@PlainType()
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
