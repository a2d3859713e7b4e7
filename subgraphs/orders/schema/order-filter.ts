import { Field, ID, InputType } from 'type-graphql';
import { actorOf, userIdOf, type Viewer } from '../../../platform/auth/viewer';
import { badUserInput, forbidden } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { type TextRule, textProblem, trimmedOrNull } from '../../../platform/values/text';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { readOrderNumber } from '../domain/order-number';
import { seesAsStaff, seesCustomers } from '../rules';
import type { OrderQuery, OrderSearch } from '../store/order-lists';
import { OrderStatus } from './order-status';

@InputType({ description: 'Conditions that a listed order meets, all of those given.' })
export class OrderFilter {
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

/** Tracking codes look like card numbers now and then. */
const searchRule: TextRule = { charactersMax: 200, isOptional: true, mayLookLikeCard: true };
const statusesMax = 1_000;

/** An account that never exists: its orders are none. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Whose orders a viewer lists; null: everybody's. */
export function listableOwner(viewer: Viewer): string | null {
  return seesAsStaff(viewer) ? null : (userIdOf(viewer) ?? nobody);
}

const idOrNobody = (id: string): string => (isUuid(id) ? id : nobody);

/**
 * @param ownerId whose orders the list is of; null: everybody's.
 * @throws FORBIDDEN on what the viewer may not filter by, BAD_USER_INPUT on an input over its limit.
 */
export async function orderQuery(
  filter: OrderFilter,
  ownerId: string | null,
  context: OrdersContext,
): Promise<OrderQuery> {
  const { customerId, needsAttention, number } = filter;
  const search = checkedSearch(filter.search);
  const wantsStaff = needsAttention != null || search !== null;
  if (wantsStaff && !seesAsStaff(context.viewer)) throw forbidden();
  if (customerId != null && !seesCustomers(context.viewer)) throw forbidden();
  return {
    ownerId,
    customerId: customerId == null ? null : idOrNobody(customerId),
    status: statusesOf(filter.status),
    placedFrom: filter.placedFrom ?? null,
    placedTo: filter.placedTo ?? null,
    number: number == null ? null : (readOrderNumber(number) ?? ''),
    search: search === null ? null : await orderSearch(search, context),
    needsAttention: needsAttention ?? null,
  };
}

function checkedSearch(search: string | null | undefined): string | null {
  const problem = textProblem(search ?? '', searchRule);
  if (problem !== null) throw badUserInput(`\`filter.search\`: ${problem}`);
  return trimmedOrNull(search);
}

/** Each once, however often it was written. */
function statusesOf(statuses: readonly OrderStatus[] | null | undefined): OrderStatus[] | null {
  if (statuses == null) return null;
  if (statuses.length > statusesMax) {
    throw badUserInput(`\`filter.status\` takes at most ${statusesMax} values.`);
  }
  return [...new Set(statuses)];
}

async function orderSearch(text: string, context: OrdersContext): Promise<OrderSearch> {
  const isEmail = text.includes('@') && seesCustomers(context.viewer);
  return {
    text,
    number: readOrderNumber(text),
    customerId: isEmail ? await userIdByEmail(text, context) : null,
  };
}

interface UserIdByEmail {
  readonly userIdByEmail: string | null;
}

/** Orders knows no e-mail addresses; users says whose one is. */
async function userIdByEmail(email: string, context: OrdersContext): Promise<string | null> {
  const answer = await context.users<UserIdByEmail>(
    'query ($email: String!) { userIdByEmail(email: $email) }',
    { email },
    { ...context, viewer: { kind: 'system', cause: actorOf(context.viewer) } },
  );
  return answer.userIdByEmail;
}
