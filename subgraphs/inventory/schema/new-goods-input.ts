import { Field, ID, InputType, Int } from 'type-graphql';

/** Inputs of the internal schema for the initial data of a shop. */

@InputType()
export class NewWarehouseInput {
  @Field(() => ID)
  code: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  country: string;
}

@InputType()
export class NewProductInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { description: 'Net, in minor units of the currency.' })
  priceMinor: string;

  @Field(() => String)
  currency: string;
}

@InputType()
export class ReceivedStockInput {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  quantity: number;
}
