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

  @Field(() => String, { description: 'Units on hand according to the stock movements.' })
  movedOnHand: string;

  @Field(() => String, { description: 'Reserved units according to the stock movements.' })
  movedReserved: string;

  @Field(() => String, { description: 'Units in open reservations of orders.' })
  allocated: string;
}

@ObjectType('StockFactsPage', { simpleResolvers: true })
export class StockFactsPageType {
  @Field(() => ID, { nullable: true, description: 'Cursor of the next page; null at the end.' })
  lastSku: string | null;

  @Field(() => [StockFactsType])
  levels: StockFactsType[];
}
