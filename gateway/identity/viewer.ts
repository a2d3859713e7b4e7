import type { IncomingHttpHeaders } from 'node:http';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { isRole, scopeAllows } from '../../access/roles';
import { type AccessToken, verifyAccessToken } from '../../platform/auth/access-token';
import { type KeyEnvironment, keyEnvironmentOf } from '../../platform/auth/api-key';
import { isWellFormedDeviceToken } from '../../platform/auth/device-token';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { ApiKeyViewer, Viewer } from '../../platform/requests/viewer';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { badRequest, gatewayError } from '../errors';
import { apiKeys } from './api-keys';
import { keyAddresses } from './key-addresses';
import { verifiedTokenOverheadBytes, verifiedTokensBytesMax } from './limits';
import { buyerNetworkOf } from './network-key';
import { sessionState } from './session-state';
import { type SigningKeys, signingKeys } from './signing-keys';
import type { UnknownKeys } from './unknown-keys';

export interface ViewerOptions {
  readonly users: ServiceCall;
  readonly expected: { readonly issuer: string; readonly audience: string };
  readonly unknownKeys: UnknownKeys;
  /** Which API keys are accepted here. */
  readonly keyEnvironment: KeyEnvironment;
  readonly logger: Logger;
  readonly registry?: Registry;
}

export interface Viewers {
  /**
   * Determines the viewer. An invalid credential is never treated as a missing one.
   * @throws UNAUTHENTICATED; BAD_REQUEST if a STOREFRONT key names no visitor; SERVICE_UNAVAILABLE
   * if the credential cannot be checked.
   */
  of(headers: IncomingHttpHeaders, address: string): Promise<Viewer>;
  readonly keys: SigningKeys;
}

const bearer = /^Bearer +([^\s]+) *$/i;

const wrongEnvironment: Readonly<Record<KeyEnvironment, string>> = {
  live: 'This API key was issued outside production (op_test_). Send a key of production (op_live_).',
  test: 'This API key is one of production (op_live_). Send a key of this system (op_test_): create one, or give an old key of this system a new secret with rotateApiKey.',
};

const missingBuyer =
  'Send the IP address of the visitor in `X-Buyer-IP` with each request of a STOREFRONT key.';

/** A server with a STOREFRONT key is the visitor that it names. @throws BAD_REQUEST */
function visitorOf({ keyId, userId, quotaPerMinute }: ApiKeyViewer, buyerIp: unknown): Viewer {
  const address = typeof buyerIp === 'string' ? buyerNetworkOf(buyerIp.trim()) : null;
  if (address === null) throw badRequest(missingBuyer);
  return { kind: 'anonymous', address, storefront: { keyId, userId, quotaPerMinute } };
}

/** An anonymous viewer with the device token that the client sent. Users checks it. */
export function withDeviceToken(viewer: Viewer, headers: IncomingHttpHeaders): Viewer {
  const token = headers['x-device-token'];
  if (viewer.kind !== 'anonymous' || typeof token !== 'string') return viewer;
  return isWellFormedDeviceToken(token) ? { ...viewer, deviceToken: token } : viewer;
}

const unauthenticated = (message: string): GraphQLError => gatewayError('UNAUTHENTICATED', message);

export function createViewers(options: ViewerOptions): Viewers {
  const { users, expected, unknownKeys, keyEnvironment, logger, registry } = options;
  const recordLookup = lookupRecorder(registry, 'tokens');
  const verified = new LRUCache<string, AccessToken>({
    maxSize: verifiedTokensBytesMax,
    sizeCalculation: (_token, header) => header.length + verifiedTokenOverheadBytes,
  });
  const keys = signingKeys(users, logger, () => verified.clear());
  const sessions = sessionState(users, logger);
  const apiKeyViewers = apiKeys(users, unknownKeys, logger, registry);
  const reportAddress = keyAddresses(users, logger);

  const verify = async (text: string): Promise<AccessToken | null> => {
    let unknownKey = false;
    const find = (kid: string) => {
      const key = keys.find(kid);
      unknownKey = key === null;
      return key;
    };
    const token = verifyAccessToken(text, find, expected);
    if (token !== null || !unknownKey || !(await keys.refresh())) return token;
    return verifyAccessToken(text, find, expected);
  };

  /** Cached by the whole header: the token alone would be a slice that keeps the header in memory. */
  const cachedToken = (authorization: string): AccessToken | null => {
    const token = verified.get(authorization);
    if (token === undefined) return null;
    if (token.expiresAt.getTime() > Date.now()) return token;
    verified.delete(authorization);
    return null;
  };

  const verifyHeader = async (authorization: string): Promise<AccessToken> => {
    const text = bearer.exec(authorization)?.[1];
    if (text === undefined) throw unauthenticated('Send `Authorization: Bearer <access token>`.');
    if (keyEnvironmentOf(text) !== null) {
      throw unauthenticated('This is an API key. Send it in `X-API-Key`, without `Authorization`.');
    }
    const token = await verify(text);
    if (token === null) throw unauthenticated('The access token is not valid, or has expired.');
    // Another version may know more roles.
    const usable = { ...token, roles: token.roles.filter(isRole) };
    verified.set(authorization, usable);
    return usable;
  };

  const viewerOfToken = async (authorization: string, address: string): Promise<Viewer> => {
    const known = cachedToken(authorization);
    recordLookup(known !== null);
    const token = known ?? (await verifyHeader(authorization));
    if (await sessions.isEnded(token))
      throw unauthenticated('This session has ended. Sign in again.');
    const { userId, roles, generation, signedInAtMs } = token;
    return {
      kind: 'user',
      userId,
      roles,
      generation,
      address,
      ...(signedInAtMs !== null && { signedInAtMs }),
    };
  };

  const viewerOfKey = async (
    key: string,
    headers: IncomingHttpHeaders,
    address: string,
  ): Promise<Viewer> => {
    const issuedFor = keyEnvironmentOf(key);
    if (issuedFor !== null && issuedFor !== keyEnvironment) {
      throw unauthenticated(wrongEnvironment[keyEnvironment]);
    }
    const viewer = await apiKeyViewers.viewerOf(key, address);
    if (viewer === null) throw unauthenticated('The API key is not valid.');
    reportAddress(viewer);
    const isStorefront = scopeAllows(viewer, 'STOREFRONT');
    return isStorefront ? visitorOf(viewer, headers['x-buyer-ip']) : viewer;
  };

  return {
    keys,
    of: async (headers, address) => {
      const { authorization, 'x-api-key': key } = headers;
      if (key !== undefined && authorization !== undefined) {
        throw unauthenticated('Send either an access token or an API key.');
      }
      if (key !== undefined) {
        return withDeviceToken(await viewerOfKey(String(key), headers, address), headers);
      }
      if (authorization !== undefined) return viewerOfToken(authorization, address);
      return withDeviceToken({ kind: 'anonymous', address }, headers);
    },
  };
}
