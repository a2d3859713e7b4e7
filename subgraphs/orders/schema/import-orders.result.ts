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
    UNCHANGED: { description: 'The invoice was imported by an earlier call.' },
    DIFFERS: {
      description: 'The invoice was imported before with other contents, which do not change.',
    },
    TOO_LARGE: { description: 'An amount has more digits than the API can return.' },
  },
});

@ObjectType({ simpleResolvers: true })
export class ImportedOrders {
  @Field(() => [ImportedOrderOutcome], {
    description: 'One outcome for each input, in the same order.',
  })
  outcomes: ImportedOrderOutcome[];
}
