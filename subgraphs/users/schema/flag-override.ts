import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { FlagOverrideRow } from '../store/flag-overrides';

@PlainType()
export class FlagOverride implements FlagOverrideRow {
  @Field(() => String)
  name: string;

  @Field(() => Boolean)
  isOn: boolean;
}
