import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { hasStaffRole, type Role, roles } from '../../access/roles';
import { Login } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { newSession } from '../harness/people';
import type { Shop } from '../harness/shop';
import { type Attempt, guardedFields, type Things } from './attempts';
import { callers, matrix } from './matrix';

/** Each two roles of which one is of staff. */
const pairs: readonly (readonly [Role, Role])[] = roles
  .flatMap((one, place) => roles.slice(place + 1).map((other) => [one, other] as const))
  .filter(hasStaffRole);

const columnsOf = (names: RegExp): number[] =>
  callers.flatMap(({ name }, place) => (names.test(name) ? [place] : []));
const [partner, keysOfPartner, stranger] = [/^partner$/, /^key .+ of PARTNER$/, /^another/].map(
  columnsOf,
) as [number[], number[], number[]];

/** A caller that has roles of staff which its session lacks. */
interface Limited {
  readonly name: string;
  /** The columns of the matrix whose rights it has. */
  readonly columns: readonly number[];
  readonly headers: Record<string, string>;
}

interface Staff {
  readonly pair: readonly Role[];
  readonly email: string;
  readonly userId: string;
}

const password = 'a long enough phrase';

/** Somebody with both roles and without a second factor. */
async function newStaff(shop: Shop, pair: readonly Role[]): Promise<Staff> {
  const email = `staff-${randomUUID()}@example.com`;
  const { user } = await newSession(shop.client, { email, password, name: 'Ada' });
  const assign = 'UPDATE users SET roles = $2::text[]::"Role"[] WHERE id = $1';
  await shop.query('users', assign, [user.id, pair]);
  return { pair, email, userId: user.id };
}

async function signIn(shop: Shop, { email }: Staff): Promise<Client> {
  const { login } = await shop.client.run(Login, { input: { email, password } });
  if (login?.__typename !== 'Session') throw new Error(`${email} could not sign in`);
  return shop.client.as(login.accessToken);
}

async function limitedSession(shop: Shop, staff: Staff): Promise<Limited> {
  const { accessToken } = await signIn(shop, staff);
  return {
    name: staff.pair.join(' and '),
    columns: staff.pair.includes('PARTNER') ? partner : stranger,
    headers: { authorization: `Bearer ${accessToken}` },
  };
}

interface Made {
  readonly __typename: string;
  readonly secret?: string;
}

async function makeKey(session: Client, input: string): Promise<Made> {
  const query = `mutation { createApiKey(input: { name: "pair", ${input} }) {
    __typename ... on ApiKeyCreated { secret } } }`;
  const { data, errors } = await session.post({ query });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return (data as { createApiKey: Made }).createApiKey;
}

/** A key with everything that the session may give. */
async function limitedKey(shop: Shop, staff: Staff): Promise<Limited> {
  const session = await signIn(shop, staff);
  for (const input of [
    'scopes: [INVENTORY_WRITE]',
    'scopes: [STOREFRONT]',
    'scopes: [ORDERS_READ], quotaPerMinute: 60000',
  ]) {
    expect([input, (await makeKey(session, input)).__typename]).toEqual([input, 'ValidationError']);
  }
  const scopes = 'ORDERS_READ, ORDERS_WRITE, INVENTORY_READ, WEBHOOKS_MANAGE';
  const { secret = '' } = await makeKey(session, `scopes: [${scopes}]`);
  const name = `key of ${staff.pair.join(' and ')}`;
  return { name, columns: keysOfPartner, headers: { 'x-api-key': secret } };
}

/** Whether a field answers as if what it names did not exist. */
export const isAbsent = (value: unknown) =>
  value === null || (value as { __typename?: string }).__typename === 'NotFoundError';

interface Tried {
  readonly coordinate: string;
  readonly attempt: Attempt;
}

export interface Surroundings {
  readonly shop: Shop;
  /** The objects of somebody else. */
  readonly things: Things;
}

async function tryAs(
  { name, columns, headers }: Limited,
  { coordinate, attempt }: Tried,
  { shop, things }: Surroundings,
): Promise<void> {
  const row = matrix.get(coordinate) ?? [];
  const mayDo = columns.some((place) => row[place] !== 'FORBIDDEN');
  const { data, errors } = await shop.client.post({ query: attempt(things) }, headers);
  const codes = errors.map(({ extensions }) => extensions.code);
  const isRefused = codes.includes('FORBIDDEN');
  expect([coordinate, name, codes, isRefused]).toEqual([coordinate, name, codes, !mayDo]);
  const isAbsentTo = guardedFields[coordinate] === undefined && row[stranger[0] ?? -1] === 'absent';
  if (!mayDo || !isAbsentTo) return;
  const values = Object.values(data ?? {});
  expect([coordinate, name, values.every(isAbsent)]).toEqual([coordinate, name, true]);
}

/** Ends the access tokens of its caller. */
const endsTokens = 'Mutation.logoutEverywhere';

/**
 * Staff without a second factor acts by its other role alone, and its keys do.
 * @param rootFields all of them, with harmless arguments.
 */
export function checkPairsWithoutFactor(
  surroundings: () => Surroundings,
  rootFields: readonly Tried[],
): void {
  const guarded = Object.entries(guardedFields).map(([coordinate, query]) => ({
    coordinate,
    attempt: () => query,
  }));
  const lasting = [...rootFields, ...guarded].filter(({ coordinate }) => coordinate !== endsTokens);

  test.each(pairs)('%s and %s, without a second factor', async (...pair) => {
    const { shop } = surroundings();
    const staff = await newStaff(shop, pair);
    const isPartner = pair.includes('PARTNER');
    const session = await limitedSession(shop, staff);
    const limited = isPartner ? [session, await limitedKey(shop, staff)] : [session];
    for (const tried of lasting) {
      await Promise.all(limited.map((one) => tryAs(one, tried, surroundings())));
    }
  });
}
