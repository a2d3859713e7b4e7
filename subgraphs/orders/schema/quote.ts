import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';

@ObjectType({ simpleResolvers: true })
export class QuoteLine {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Money)
  unitPrice: Money;

  @Field(() => Money)
  total: Money;

  @Field(() => Int, { description: 'Units that can be promised now.' })
  available: number;
}

@ObjectType({ simpleResolvers: true, description: 'What an order would cost now, to the cent.' })
export class Quote {
  @Field(() => [QuoteLine])
  lines: QuoteLine[];

  @Field(() => Money)
  subtotal: Money;

  @Field(() => Money)
  shipping: Money;

  @Field(() => Money)
  tax: Money;

  @Field(() => Money)
  total: Money;
}
