import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class RefusedStock {
  @Field(() => Int, { description: 'Index of the row in the call, from 0.' })
  index: number;

  @Field(() => String, {
    description:
      'UNKNOWN_PRODUCT, UNKNOWN_WAREHOUSE, BELOW_RESERVED, WAREHOUSE_CLOSED or TOO_MUCH.',
  })
  code: string;
}

@PlainType()
export class ImportedStock {
  @Field(() => Int, { description: 'Levels whose units on hand were different.' })
  changed: number;

  @Field(() => Int, { description: 'Levels whose reorder point was different.' })
  reorderPoints: number;

  @Field(() => Int, {
    description: 'Rows that are older than the newest count of their level: they change nothing.',
  })
  older: number;

  @Field(() => [RefusedStock])
  refused: RefusedStock[];
}
