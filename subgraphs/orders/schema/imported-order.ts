import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

/** Inputs and outcomes of the internal schema by which history is brought in from elsewhere. */

@InputType()
export class ImportedLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => String, { description: 'In minor units of the currency.' })
  unitPriceMinor: string;
}

@InputType()
export class ImportedOrderInput {
  @Field(() => ID, { description: 'How the source calls it: each invoice is imported once.' })
  invoice: string;

  @Field(() => ID)
  customerId: string;

  @Field(() => DateTime)
  placedAt: Date;

  @Field(() => String)
  currency: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2, or ZZ where it is not known.' })
  country: string;

  @Field(() => String)
  recipient: string;

  @Field(() => String, { description: 'What the delivery cost, in minor units of the currency.' })
  shippingMinor: string;

  @Field(() => [ImportedLineInput], {
    description: 'As they were: a SKU may stand among them twice, and more than 1000 are fine.',
  })
  lines: ImportedLineInput[];
}

export enum ImportedOrderOutcome {
  CREATED = 'CREATED',
  UNCHANGED = 'UNCHANGED',
  DIFFERS = 'DIFFERS',
  TOO_LARGE = 'TOO_LARGE',
}
registerEnumType(ImportedOrderOutcome, {
  name: 'ImportedOrderOutcome',
  valuesConfig: {
    UNCHANGED: { description: 'It was imported before.' },
    DIFFERS: { description: 'Imported before with other contents, which stay.' },
    TOO_LARGE: { description: 'An amount has more digits than the API can tell.' },
  },
});

@InputType()
export class ImportedCancellationInput {
  @Field(() => ID)
  invoice: string;

  @Field(() => Int, { description: 'Which line of the cancellation, from 0.' })
  position: number;

  @Field(() => ID)
  customerId: string;

  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => DateTime)
  cancelledAt: Date;
}

export enum ImportedCancellationOutcome {
  APPLIED = 'APPLIED',
  UNCHANGED = 'UNCHANGED',
  NOTHING_TO_CANCEL = 'NOTHING_TO_CANCEL',
  MORE_THAN_ORDERED = 'MORE_THAN_ORDERED',
}
registerEnumType(ImportedCancellationOutcome, {
  name: 'ImportedCancellationOutcome',
  valuesConfig: {
    UNCHANGED: { description: 'It was applied before.' },
    NOTHING_TO_CANCEL: { description: 'The customer never bought the SKU before.' },
    MORE_THAN_ORDERED: { description: 'Fewer pieces are left of what the customer bought.' },
  },
});

@ObjectType({ simpleResolvers: true })
export class ImportedOrders {
  @Field(() => [ImportedOrderOutcome], { description: 'In the order of the call.' })
  outcomes: ImportedOrderOutcome[];
}

@ObjectType({ simpleResolvers: true })
export class ImportedCancellations {
  @Field(() => [ImportedCancellationOutcome], { description: 'In the order of the call.' })
  outcomes: ImportedCancellationOutcome[];
}
