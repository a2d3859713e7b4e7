import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class RejectedRow {
  @Field(() => Int, { description: 'Its place in the input, from 0.' })
  index: number;

  @Field(() => String, {
    description:
      'INVALID_SKU, INVALID_NAME, INVALID_DESCRIPTION, INVALID_PRICE, CARD_NUMBER or DUPLICATE_SKU.',
  })
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Each row stands alone: the good ones are stored, the bad ones are reported by their place in the input.',
})
export class BulkResult {
  @Field(() => Int)
  accepted: number;

  @Field(() => [RejectedRow])
  rejected: RejectedRow[];
}
