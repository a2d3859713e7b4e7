import { demand } from '../../../access/rules';
import { badUserInput } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { actorOf, userIdOf, type Viewer } from '../../../platform/requests/viewer';
import { type TextRule, textProblem, trimmedOrNull } from '../../../platform/values/text';
import { isUuid } from '../../../platform/values/uuid';
import { readOrderNumber } from '../domain/order-number';
import { seesAsStaff, seesCustomers } from '../rules';
import type { OrderFilter } from '../schema/order-filter.input';
import type { OrderStatus } from '../schema/order-status';
import type { OrderQuery, OrderSearch } from '../store/order-lists';

interface Scope extends RequestScope {
  readonly users: ServiceCall;
}

/** Tracking codes may look like card numbers. */
const searchRule: TextRule = { charactersMax: 200, isOptional: true, mayLookLikeCard: true };
const statusesMax = 1_000;
/** The most ids in a filter, as many as a page holds. */
const filterIdsMax = 100;

/** An account id that never exists, for an empty result. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The customer whose orders a viewer lists; null for all. */
export function listableOwner(viewer: Viewer): string | null {
  return seesAsStaff(viewer) ? null : (userIdOf(viewer) ?? nobody);
}

const idOrNobody = (id: string): string => (isUuid(id) ? id : nobody);

/**
 * The query of a list of orders. Looks up the account in users if the search is an e-mail address.
 * @param ownerId the customer of the list; null for all.
 * @throws FORBIDDEN for a filter that the viewer may not use, BAD_USER_INPUT for input over a limit.
 */
export async function orderQuery(
  filter: OrderFilter,
  ownerId: string | null,
  scope: Scope,
): Promise<OrderQuery> {
  const { customerId, needsAttention, number } = filter;
  // A blank search finds everything, and is as forbidden to others as any other one.
  const wantsStaff = needsAttention != null || filter.search != null;
  if (wantsStaff) demand(seesAsStaff, scope.viewer);
  if (customerId != null) demand(seesCustomers, scope.viewer);
  const search = checkedSearch(filter.search);
  return {
    ownerId,
    ids: idsOf(filter.ids),
    customerId: customerId == null ? null : idOrNobody(customerId),
    status: statusesOf(filter.status),
    placedFrom: filter.placedFrom ?? null,
    placedTo: filter.placedTo ?? null,
    number: number == null ? null : (readOrderNumber(number) ?? ''),
    search: search === null ? null : await orderSearch(search, scope),
    needsAttention: needsAttention ?? null,
  };
}

function checkedSearch(search: string | null | undefined): string | null {
  const problem = textProblem(search ?? '', searchRule);
  if (problem !== null) throw badUserInput(`\`filter.search\`: ${problem}`, 'filter', 'search');
  return trimmedOrNull(search);
}

/** The ids that are UUIDs; any other cannot be the id of an order. */
function idsOf(ids: readonly string[] | null | undefined): string[] | null {
  if (ids == null) return null;
  if (ids.length > filterIdsMax) {
    throw badUserInput(`\`filter.ids\` takes at most ${filterIdsMax} values.`, 'filter', 'ids');
  }
  return ids.filter(isUuid);
}

/** The statuses without duplicates. */
function statusesOf(statuses: readonly OrderStatus[] | null | undefined): OrderStatus[] | null {
  if (statuses == null) return null;
  if (statuses.length > statusesMax) {
    throw badUserInput(
      `\`filter.status\` takes at most ${statusesMax} values.`,
      'filter',
      'status',
    );
  }
  return [...new Set(statuses)];
}

async function orderSearch(text: string, scope: Scope): Promise<OrderSearch> {
  const isEmail = text.includes('@') && seesCustomers(scope.viewer);
  return {
    text,
    number: readOrderNumber(text),
    customerId: isEmail ? await userIdByEmail(text, scope) : null,
  };
}

interface UserIdByEmail {
  readonly userIdByEmail: string | null;
}

/** Orders stores no e-mail addresses, so users looks up the account. */
async function userIdByEmail(email: string, scope: Scope): Promise<string | null> {
  const answer = await scope.users<UserIdByEmail>(
    'query ($email: String!) { userIdByEmail(email: $email) }',
    { email },
    { ...scope, viewer: { kind: 'system', cause: actorOf(scope.viewer) } },
  );
  return answer.userIdByEmail;
}
