import { randomUUID } from 'node:crypto';
import type { BenchShop } from '../bench-shop';

/** Roles of the accounts, both of attackers and of neighbours. */
export type Role = 'CUSTOMER' | 'PARTNER' | 'SUPPORT' | 'WAREHOUSE' | 'ADMIN';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly token: string;
  readonly refreshToken: string;
  /** Shows that its device signed in before. */
  readonly deviceToken: string;
}

export const password = 'a phrase that nobody guesses';

/** Number of accounts for each role, because limits apply per account. */
const attackersCount: Readonly<Record<Role, number>> = {
  CUSTOMER: 6,
  PARTNER: 3,
  SUPPORT: 3,
  WAREHOUSE: 3,
  ADMIN: 3,
};
const neighboursCount = 20;

export interface Accounts {
  readonly attackers: readonly Account[];
  readonly neighbours: readonly Account[];
}

const registering = `mutation ($input: RegisterInput!) { register(input: $input) {
  __typename ... on Session { accessToken refreshToken deviceToken user { id } } ... on UserError { message } } }`;
const refreshing = `mutation ($token: String!) { refreshSession(refreshToken: $token) {
  __typename ... on Session { accessToken refreshToken } ... on UserError { message } } }`;

interface Session {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly deviceToken?: string;
  readonly user?: { readonly id: string };
}

/** A different address of TEST-NET-2 each time, because registrations are limited by address. */
let registered = 0;
const nextAddress = (): Record<string, string> => {
  registered += 1;
  return { 'x-forwarded-for': `198.51.100.${registered}` };
};

/** @throws Error if no session is returned. */
async function register(shop: BenchShop, role: Role): Promise<Account> {
  const email = `${role.toLowerCase()}-${randomUUID()}@example.com`;
  const input = { email, password, name: 'Ada Buyer' };
  const answer = await shop.ask(registering, { input }, null, nextAddress());
  const session = (answer.data?.register ?? {}) as Session;
  const { accessToken, refreshToken, deviceToken, user } = session;
  if (!accessToken || !refreshToken || !deviceToken || !user)
    throw new Error(`Registration failed: ${JSON.stringify(answer)}`);
  return { id: user.id, email, role, token: accessToken, refreshToken, deviceToken };
}

async function refresh(shop: BenchShop, account: Account): Promise<Account> {
  const variables = { token: account.refreshToken };
  const answer = await shop.ask(refreshing, variables, null, nextAddress());
  const { accessToken, refreshToken } = (answer.data?.refreshSession ?? {}) as Session;
  if (!accessToken || !refreshToken) throw new Error(`No session: ${JSON.stringify(answer)}`);
  return { ...account, token: accessToken, refreshToken };
}

/** Production has no demo accounts, so registered accounts get staff roles in the database. */
async function promote(shop: BenchShop, accounts: readonly Account[]): Promise<void> {
  await using users = await shop.database('users');
  for (const { id, role } of accounts) {
    await users.query('UPDATE users SET roles = ARRAY[$2::"Role"] WHERE id = $1', [id, role]);
  }
}

export async function openAccounts(shop: BenchShop): Promise<Accounts> {
  const neighbours: Account[] = [];
  while (neighbours.length < neighboursCount) neighbours.push(await register(shop, 'CUSTOMER'));
  const registeredOnes: Account[] = [];
  for (const [role, count] of Object.entries(attackersCount) as [Role, number][]) {
    for (let place = 0; place < count; place += 1) registeredOnes.push(await register(shop, role));
  }
  await promote(shop, registeredOnes);
  const attackers: Account[] = [];
  for (const account of registeredOnes) {
    attackers.push(account.role === 'CUSTOMER' ? account : await refresh(shop, account));
  }
  return { attackers, neighbours };
}
