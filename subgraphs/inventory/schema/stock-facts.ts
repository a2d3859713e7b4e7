import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { StockFacts } from '../../../verify/facts';

/** What `npm run verify` reads of the stock. */

@ObjectType('StockFacts', {
  simpleResolvers: true,
  description: 'One SKU at one warehouse, read at one time. Sums are whole numbers of any size.',
})
export class StockFactsType implements StockFacts {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  onHand: number;

  @Field(() => Int)
  reserved: number;

  @Field(() => String, { description: 'What the movements say is on hand.' })
  movedOnHand: string;

  @Field(() => String, { description: 'What the movements say is reserved.' })
  movedReserved: string;

  @Field(() => String, { description: 'What is held for orders.' })
  allocated: string;
}

@ObjectType('StockFactsPage', { simpleResolvers: true })
export class StockFactsPageType {
  @Field(() => ID, { nullable: true, description: 'Where the next page begins; null at the end.' })
  lastSku: string | null;

  @Field(() => [StockFactsType])
  levels: StockFactsType[];
}
