// Renews the session with authExchange when the shop no longer accepts the access token.
import assert from 'node:assert/strict';
import { gql } from 'urql';
import { newClient } from './app.mjs';

const ME = gql`
  query {
    me {
      id
      roles
    }
  }
`;
const ASSIGN_ROLES = gql`
  mutation ($userId: ID!) {
    assignRoles(userId: $userId, roles: [PARTNER]) {
      __typename
    }
  }
`;

const [buyer, admin] = [await newClient(), await newClient()];
const [user] = await Promise.all([buyer.signUp(), admin.signIn('admin')]);
const { refreshToken } = buyer.session;
const changed = await admin.client.mutation(ASSIGN_ROLES, { userId: user.id }).toPromise();
assert.ifError(changed.error);

// A gateway that does not know of the change yet still accepts the token.
const options = { requestPolicy: 'network-only' };
while (buyer.session.refreshToken === refreshToken) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { data, error } = await buyer.client.query(ME, {}, options).toPromise();
  assert.ifError(error);
  assert.deepEqual(data.me.roles, ['PARTNER']);
}
