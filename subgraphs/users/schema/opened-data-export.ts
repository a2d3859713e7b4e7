import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class OpenedDataExport {
  @Field(() => Int)
  parts: number;

  @Field(() => Int)
  bytes: number;
}
