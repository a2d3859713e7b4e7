import { describe, expect, test } from 'vitest';
import { eventually, type Shop } from '../harness/shop';

const password = 'demo-password';

interface Answer {
  readonly status: number;
  readonly data: Record<string, Record<string, unknown>>;
  readonly codes: string[];
}

type Headers = Record<string, string>;

interface SignedIn {
  readonly id: string;
  readonly bearer: Headers;
  readonly refreshToken: string;
}

const session = '... on Session { accessToken refreshToken user { id roles } }';

function signedIn(outcome: Record<string, unknown> | undefined): SignedIn {
  const { accessToken, refreshToken, user } = outcome as unknown as {
    accessToken: string;
    refreshToken: string;
    user: { id: string };
  };
  return { id: user.id, bearer: { authorization: `Bearer ${accessToken}` }, refreshToken };
}

const me = '{ me { id roles } }';

/** Sessions, keys and roles. */
export function checkAccess(shop: Shop): void {
  async function ask(query: string, headers: Headers = {}, variables = {}): Promise<Answer> {
    const { status, data, errors } = await shop.client.post({ query, variables }, headers);
    const codes = errors.map(({ extensions }) => extensions.code);
    return { status, data: (data ?? {}) as Answer['data'], codes };
  }

  async function signIn(name: string): Promise<SignedIn> {
    const query = `mutation ($email: EmailAddress!, $password: String!) {
    login(input: { email: $email, password: $password }) { ${session} }
  }`;
    const variables = { email: `${name}@example.com`, password };
    return signedIn((await ask(query, {}, variables)).data.login);
  }

  async function register(name: string): Promise<SignedIn> {
    const query = `mutation ($email: EmailAddress!) {
    register(input: { email: $email, password: "${password}", name: "Ada" }) { ${session} }
  }`;
    return signedIn((await ask(query, {}, { email: `${name}@example.com` })).data.register);
  }

  async function refresh({ refreshToken }: SignedIn): Promise<SignedIn> {
    const query = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${session} } }`;
    return signedIn((await ask(query, {}, { token: refreshToken })).data.refreshSession);
  }

  const isRefused = async (headers: Headers) => (await ask(me, headers)).status === 401;
  const refusedInTime = (headers: Headers) =>
    eventually('the credential is refused', () => isRefused(headers));

  async function newKey(owner: SignedIn, scopes: string[]) {
    const query = `mutation ($scopes: [Scope!]!) {
    createApiKey(input: { name: "e2e", scopes: $scopes }) {
      ... on ApiKeyCreated { secret apiKey { id } } ... on UserError { code }
    }
  }`;
    const { data } = await ask(query, owner.bearer, { scopes });
    const { secret, apiKey } = data.createApiKey as { secret: string; apiKey: { id: string } };
    return { id: apiKey.id, header: { 'x-api-key': secret } };
  }

  describe('an access token', () => {
    test('ends in time when the roles change, and the refreshed one has the new roles', async () => {
      const [admin, person] = [await signIn('admin'), await register('promoted')];
      expect(await isRefused(person.bearer)).toBe(false);
      await ask(
        'mutation ($id: ID!) { assignRoles(userId: $id, roles: [SUPPORT]) { __typename } }',
        admin.bearer,
        { id: person.id },
      );
      await refusedInTime(person.bearer);
      const { bearer } = await refresh(person);
      expect((await ask(me, bearer)).data.me).toEqual({ id: person.id, roles: ['SUPPORT'] });
      expect(await isRefused(admin.bearer)).toBe(false);
    });

    test('ends in time when the password changes, and the new one works at once', async () => {
      const person = await register('careful');
      const other = await signIn('careful');
      const changed = await ask(
        `mutation { changePassword(current: "${password}", new: "a better phrase") { ${session} } }`,
        person.bearer,
      );
      const { bearer } = signedIn(changed.data.changePassword);
      expect(await isRefused(bearer)).toBe(false);
      await Promise.all([refusedInTime(person.bearer), refusedInTime(other.bearer)]);
      expect(await isRefused(bearer)).toBe(false);
    });

    test('ends in time when its owner signs out everywhere, or is erased', async () => {
      const [person, gone] = [await register('leaving'), await register('gone')];
      await ask('mutation { logoutEverywhere }', person.bearer);
      await ask(`mutation { eraseAccount(password: "${password}") { __typename } }`, gone.bearer);
      await Promise.all([refusedInTime(person.bearer), refusedInTime(gone.bearer)]);
      expect(await isRefused((await signIn('leaving')).bearer)).toBe(false);
    });
  });

  describe('an API key', () => {
    const stock = '{ products(first: 1) { edges { node { sku stock { onHand } } } } }';

    test('is refused in time after it was revoked', async () => {
      const partner = await signIn('partner');
      const { id, header } = await newKey(partner, ['ORDERS_READ']);
      expect(await isRefused(header)).toBe(false);
      await ask('mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', partner.bearer, {
        id,
      });
      await refusedInTime(header);
    });

    test('loses in time what its owner loses', async () => {
      const [admin, person] = [await signIn('admin'), await register('dealer')];
      const assign =
        'mutation ($id: ID!, $roles: [Role!]!) { assignRoles(userId: $id, roles: $roles) { __typename } }';
      await ask(assign, admin.bearer, { id: person.id, roles: ['PARTNER'] });
      await refusedInTime(person.bearer);
      const { header } = await newKey(await refresh(person), ['INVENTORY_READ']);
      expect((await ask(stock, header)).codes).toEqual([]);
      await ask(assign, admin.bearer, { id: person.id, roles: ['CUSTOMER'] });
      const forbidden = async () => (await ask(stock, header)).codes.includes('FORBIDDEN');
      await eventually('the scope is cut', forbidden);
    });
  });

  describe('at once after its rights have gone, with a credential that the gateway still takes', () => {
    const assign =
      'mutation ($id: ID!, $roles: [Role!]!) { assignRoles(userId: $id, roles: $roles) { __typename } }';
    const product =
      '{ sku: "RIGHTS-1", name: "Never sold", price: "1.00", currency: "EUR", active: false }';
    /** One of each room; of inventory it is counted, of the others it would be seen. */
    const outlasting = [
      'mutation { createApiKey(input: { name: "n", scopes: [ORDERS_READ] }) { __typename } }',
      'mutation { runJob(queue: "verify") { __typename } }',
      `mutation { createWebhookEndpoint(input: { url: "https://example.com/r", events: ["order.placed"] }) { __typename } }`,
      `mutation { upsertProducts(input: [${product}]) { accepted } }`,
    ];

    async function newAdmin(name: string): Promise<SignedIn> {
      const [admin, person] = [await signIn('admin'), await register(name)];
      await ask(assign, admin.bearer, { id: person.id, roles: ['ADMIN'] });
      const promoted = await refresh(person);
      expect((await ask(me, promoted.bearer)).status).toBe(200);
      return promoted;
    }

    async function isStored(): Promise<boolean> {
      const found = await shop.query('inventory', `SELECT FROM products WHERE sku = 'RIGHTS-1'`);
      return found.length > 0;
    }

    test('an ADMIN who was demoted changes nothing, in no room', async () => {
      const [admin, rogue] = [await signIn('admin'), await newAdmin('rogue')];
      await ask(assign, admin.bearer, { id: rogue.id, roles: ['CUSTOMER'] });
      const codes = [
        await ask(assign, rogue.bearer, { id: rogue.id, roles: ['ADMIN'] }),
        ...(await Promise.all(outlasting.slice(1).map((query) => ask(query, rogue.bearer)))),
      ].flatMap((answer) => answer.codes);
      expect(codes).toHaveLength(outlasting.length);
      // The gateway may know by now, and then refuses it with its own code.
      for (const code of codes) expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(code);
      expect((await ask(me, (await refresh(rogue)).bearer)).data.me?.roles).toEqual(['CUSTOMER']);
      expect(await isStored()).toBe(false);
    });

    test('a session that was ended everywhere changes nothing', async () => {
      const gone = await newAdmin('left');
      await ask('mutation { logoutEverywhere }', gone.bearer);
      const answers = await Promise.all(outlasting.map((query) => ask(query, gone.bearer)));
      expect(answers.map(({ codes, status }) => [codes, status])).toEqual(
        outlasting.map(() => [['UNAUTHENTICATED'], 401]),
      );
      expect(await isStored()).toBe(false);
    });

    test('a key that was revoked changes nothing', async () => {
      const admin = await signIn('admin');
      const { id, header } = await newKey(admin, ['INVENTORY_WRITE', 'WEBHOOKS_MANAGE']);
      expect((await ask(me, header)).status).toBe(200);
      await ask(`mutation { revokeApiKey(id: "${id}") { __typename } }`, admin.bearer);
      const answers = await Promise.all(outlasting.slice(2).map((query) => ask(query, header)));
      expect(answers.map(({ codes }) => codes)).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
      expect(await isStored()).toBe(false);
    });

    test('a locked account changes nothing, and neither signs in nor refreshes', async () => {
      const [admin, locked] = [await signIn('admin'), await newAdmin('locked')];
      const { header } = await newKey(locked, ['INVENTORY_WRITE']);
      const lock =
        'mutation ($id: ID!) { lockAccount(userId: $id, reason: "e2e") { __typename ... on User { id } } }';
      const done = await ask(lock, admin.bearer, { id: locked.id });
      expect(done.data.lockAccount).toEqual({ __typename: 'User', id: locked.id });
      const answers = await Promise.all([
        ...outlasting.map((query) => ask(query, locked.bearer)),
        ask(outlasting[3] ?? '', header),
      ]);
      expect(answers.flatMap(({ codes }) => codes)).toEqual(answers.map(() => 'UNAUTHENTICATED'));
      await Promise.all([refusedInTime(locked.bearer), refusedInTime(header)]);
      const again = `mutation {
        login(input: { email: "locked@example.com", password: "${password}" }) { __typename }
        refreshSession(refreshToken: "${locked.refreshToken}") { __typename }
      }`;
      expect((await ask(again)).data).toEqual({
        login: { __typename: 'InvalidCredentialsError' },
        refreshSession: { __typename: 'SessionEndedError' },
      });
      expect(await isStored()).toBe(false);
    });

    test('with rights that are still there it is done', async () => {
      const admin = await newAdmin('steady');
      for (const query of outlasting) expect((await ask(query, admin.bearer)).codes).toEqual([]);
      expect(await isStored()).toBe(true);
    });
  });

  describe('orderprocessing keys rotate', () => {
    async function kids(): Promise<string[]> {
      const response = await fetch(`${shop.url}/.well-known/jwks.json`);
      const { keys } = (await response.json()) as { keys: { kid: string }[] };
      return keys.map(({ kid }) => kid);
    }

    test('publishes the next key beside the one before, and signs nobody out', async () => {
      const person = await register('before');
      const before = await kids();
      const { output } = await shop.run('keys', 'rotate');
      const [next = ''] = output.split(' ');
      // Each gateway reads the keys at its own time, and one of two answers.
      const expected = [next, ...before].join(' ');
      const published = async () => (await kids()).join(' ') === expected;
      await eventually('the next key is published beside the one before', published);
      expect(await isRefused(person.bearer)).toBe(false);
    });
  });
}
