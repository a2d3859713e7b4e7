import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('A row of a bulk write that was not stored, and why.')
export class RejectedRow {
  @Field(() => Int, { description: 'Index of the row in the input, starting at 0.' })
  index: number;

  @Field(() => String, {
    description:
      'INVALID_SKU, INVALID_NAME, INVALID_DESCRIPTION, INVALID_PRICE, INVALID_CURRENCY, CARD_NUMBER, DUPLICATE_SKU, UNKNOWN_PRODUCT, UNKNOWN_WAREHOUSE, INVALID_REORDER_POINT or DUPLICATE_LEVEL. More may be added.',
  })
  code: string;

  @Field(() => String, { description: 'The field and what is wrong with it, in English.' })
  message: string;
}

@PlainType(
  'The result of a bulk write. Each row stands alone: valid rows are stored, invalid ones are reported by their index.',
)
export class BulkResult {
  @Field(() => Int, { description: 'Number of rows that were stored.' })
  accepted: number;

  @Field(() => [RejectedRow], {
    description: 'The rows that were not stored, each with its reason.',
  })
  rejected: RejectedRow[];
}
