import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('A part of an export of orders. Visible to staff; WAREHOUSE gets no customer ids.')
export class OrderExport {
  @Field(() => String, {
    description:
      'CSV as in RFC 4180, in UTF-8. The first part begins with the names of the columns. Concatenate the parts.',
  })
  csv: string;

  @Field(() => Int, { description: 'Number of orders in this part.' })
  orders: number;

  @Field(() => String, {
    nullable: true,
    description: 'The `after` of the next part. Null if this is the last one.',
  })
  endCursor: string | null;

  @Field(() => Boolean, {
    description: 'Whether the export ends here because it has 100,000 orders, though more match.',
  })
  isCut: boolean;
}
