import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class RefusedProduct {
  @Field(() => Int, { description: 'Index of the row in the call, from 0.' })
  index: number;

  @Field(() => String, { description: 'Error code that upsertProducts gives for the same fault.' })
  code: string;
}

@PlainType()
export class ImportedProducts {
  @Field(() => Int)
  created: number;

  @Field(() => Int, {
    description: 'Number of products that had another name or price, from an older line.',
  })
  updated: number;

  @Field(() => [RefusedProduct])
  refused: RefusedProduct[];
}
