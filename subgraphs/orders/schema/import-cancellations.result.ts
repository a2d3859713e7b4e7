import { Field, registerEnumType } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

export enum ImportedCancellationOutcome {
  APPLIED = 'APPLIED',
  UNCHANGED = 'UNCHANGED',
  DIFFERS = 'DIFFERS',
  NOTHING_TO_CANCEL = 'NOTHING_TO_CANCEL',
  MORE_THAN_ORDERED = 'MORE_THAN_ORDERED',
}

registerEnumType(ImportedCancellationOutcome, {
  name: 'ImportedCancellationOutcome',
  valuesConfig: {
    UNCHANGED: { description: 'The line was applied by an earlier call.' },
    DIFFERS: { description: 'The cancellation has the SKU already, with another quantity.' },
    NOTHING_TO_CANCEL: { description: 'The customer had not bought the SKU before that time.' },
    MORE_THAN_ORDERED: { description: 'The customer has fewer pieces left than the line cancels.' },
  },
});

@PlainType()
export class ImportedCancellations {
  @Field(() => [ImportedCancellationOutcome], {
    description: 'One outcome for each input, in the same order.',
  })
  outcomes: ImportedCancellationOutcome[];
}
