import { Field, ObjectType, registerEnumType } from 'type-graphql';

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

@ObjectType({ simpleResolvers: true })
export class ImportedOrders {
  @Field(() => [ImportedOrderOutcome], { description: 'In the order of the call.' })
  outcomes: ImportedOrderOutcome[];
}
