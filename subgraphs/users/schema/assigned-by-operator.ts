import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('How the roles of an account ended that the operator wanted to replace.')
export class AssignedByOperator {
  @Field(() => Boolean, {
    description: 'Whether its roles were replaced; false if it had these before.',
  })
  changed: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why the roles were not replaced; null if it has them now.',
  })
  refusal: string | null;
}
