import { password } from './users-room';

export const login = (email: string) => `mutation {
  login(input: { email: "${email}", password: "${password}" }) {
    __typename ... on Session { refreshToken } ... on UserError { code message }
  }
}`;
export const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { __typename }
}`;
export const createApiKey = `mutation {
  createApiKey(input: { name: "n", scopes: [ORDERS_READ] }) {
    ... on ApiKeyCreated { secret apiKey { id prefix } }
  }
}`;
export const resolveApiKey = 'query ($key: String!) { resolveApiKey(key: $key) { id } }';
export const eraseAccount = `mutation { eraseAccount(password: "${password}") { __typename } }`;
export const endedTokens = '{ endedTokens { ends { userId belowGeneration } } }';
