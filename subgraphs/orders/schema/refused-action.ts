import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { OrderAction } from './order-status';

@PlainType('An action that the caller may not take on an order now, and why.')
export class RefusedAction {
  @Field(() => OrderAction, { description: 'The action that is not allowed.' })
  action: OrderAction;

  @Field(() => String, {
    description: 'Why it is not allowed, as a sentence for people. Its wording may change.',
  })
  reason: string;
}
