import { Field, ObjectType, registerEnumType } from 'type-graphql';

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
export class ImportedCancellations {
  @Field(() => [ImportedCancellationOutcome], { description: 'In the order of the call.' })
  outcomes: ImportedCancellationOutcome[];
}
