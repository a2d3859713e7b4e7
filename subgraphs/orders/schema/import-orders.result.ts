import { Field, registerEnumType } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

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

@PlainType()
export class ImportedOrders {
  @Field(() => [ImportedOrderOutcome], {
    description: 'One outcome for each input, in the same order.',
  })
  outcomes: ImportedOrderOutcome[];
}
