import { Field, ID, InputType } from 'type-graphql';
import { actorOf, userIdOf, type Viewer } from '../../../platform/auth/viewer';
import { badUserInput, forbidden } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { readOrderNumber } from '../domain/order-number';
import { seesAsStaff } from '../rules';
import type { OrderQuery, OrderSearch } from '../store/order-lists';
import { OrderStatus } from './order-status';

@InputType()
export class OrderFilter {
  @Field(() => [OrderStatus], { nullable: true })
  status?: OrderStatus[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Inclusive.' })
  placedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Exclusive.' })
  placedTo?: Date | null;

  @Field(() => ID, { nullable: true, description: 'Staff only.' })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The whole number, whatever its case, with or without dashes.',
  })
  number?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Staff only. Number, recipient, tracking code, SKU, or the whole e-mail address.',
  })
  search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Staff only. Orders that wait for a person: IN_REVIEW or with `attention`.',
  })
  needsAttention?: boolean | null;
}

const searchCharactersMax = 200;

/** An account that never exists: its orders are none. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Whose orders a viewer lists; null: everybody's. */
export function listableOwner(viewer: Viewer): string | null {
  return seesAsStaff(viewer) ? null : (userIdOf(viewer) ?? nobody);
}

const idOrNobody = (id: string): string => (isUuid(id) ? id : nobody);

/**
 * @param ownerId whose orders the list is of; null: everybody's.
 * @throws FORBIDDEN on what only staff may filter by, BAD_USER_INPUT on a search out of bounds.
 */
export async function orderQuery(
  filter: OrderFilter,
  ownerId: string | null,
  context: OrdersContext,
): Promise<OrderQuery> {
  const { customerId, needsAttention, number } = filter;
  const search = filter.search?.trim() || null;
  const wantsStaff = customerId != null || needsAttention != null || search !== null;
  if (wantsStaff && !seesAsStaff(context.viewer)) throw forbidden();
  return {
    ownerId,
    customerId: customerId == null ? null : idOrNobody(customerId),
    status: filter.status ?? null,
    placedFrom: filter.placedFrom ?? null,
    placedTo: filter.placedTo ?? null,
    number: number == null ? null : (readOrderNumber(number) ?? ''),
    search: search === null ? null : await orderSearch(search, context),
    needsAttention: needsAttention ?? null,
  };
}

async function orderSearch(text: string, context: OrdersContext): Promise<OrderSearch> {
  if (text.length > searchCharactersMax || text.includes('\0')) {
    throw badUserInput(`\`filter.search\` takes at most ${searchCharactersMax} characters.`);
  }
  return {
    text,
    number: readOrderNumber(text),
    customerId: text.includes('@') ? await userIdByEmail(text, context) : null,
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
