import { Field, ObjectType } from 'type-graphql';
import type { FlagOverrideRow } from '../store/flag-overrides';

@ObjectType({ simpleResolvers: true })
export class FlagOverride implements FlagOverrideRow {
  @Field(() => String)
  name: string;

  @Field(() => Boolean)
  isOn: boolean;
}
