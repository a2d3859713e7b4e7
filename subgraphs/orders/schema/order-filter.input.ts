import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import { OrderStatus } from './order-status';

/** Options of the argument `filter` of a list. */
export const filterArgument = {
  nullable: true,
  description: 'Conditions that the orders meet. Null lists all.',
};

@InputType({ description: 'Conditions that a listed order meets, all of those given.' })
export class OrderFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Only orders with one of these ids, at most 100. Unknown ones are left out.',
  })
  ids?: string[] | null;

  @Field(() => [OrderStatus], {
    nullable: true,
    description: 'Only orders in one of these statuses. Null means all statuses.',
  })
  status?: OrderStatus[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Only orders placed at this time or later.',
  })
  placedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only orders placed before this time.' })
  placedTo?: Date | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only orders of the account with this id. SUPPORT and ADMIN; FORBIDDEN for others.',
  })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only the order with this whole number, in any case, with or without dashes.',
  })
  number?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A whole order number, tracking code, SKU or e-mail address (SUPPORT and ADMIN), or part of the recipient's name. Staff; FORBIDDEN for others.",
  })
  search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True for orders that wait for a person (IN_REVIEW or with `attention`), false for all others. Staff; FORBIDDEN for others.',
  })
  needsAttention?: boolean | null;
}
