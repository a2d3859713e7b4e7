import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Resolved by inventory. */
@PlainType()
@Directive('@key(fields: "code", resolvable: false)')
export class Warehouse {
  @Field(() => ID)
  code: string;
}
