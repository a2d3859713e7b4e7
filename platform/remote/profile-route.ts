import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceCall } from '../graphql/service-call';
import { withDeadline } from '../resilience/deadline';
import type { Logger } from '../telemetry/logger';
import {
  ProfileInProgress,
  type ProfileKind,
  profileKinds,
  profileSecondsMax,
  profileSecondsMin,
} from '../telemetry/profiler';
import type { Profiles } from '../telemetry/signals';
import { profileAdmissionMs } from './limits';

export interface ProfileRouteOptions {
  readonly profiles: Profiles;
  /** The service that knows accounts and stores the audit log. */
  readonly accounts: ServiceCall;
  readonly logger: Logger;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const secondsDefault = 10;
const bearer = /^Bearer +([^\s]+) *$/i;

const isKind = (text: string): text is ProfileKind =>
  (profileKinds as readonly string[]).includes(text);

/** Parses a path such as `/profile/cpu?seconds=10`. @throws Refusal */
function profileRequested(url: URL): { kind: ProfileKind; seconds: number } {
  const kind = url.pathname.slice('/profile/'.length);
  if (!isKind(kind)) throw new Refusal(404, 'Use /profile/cpu or /profile/heap.');
  const seconds = Number(url.searchParams.get('seconds') ?? secondsDefault);
  if (Number.isInteger(seconds) && seconds >= profileSecondsMin && seconds <= profileSecondsMax) {
    return { kind, seconds };
  }
  const range = `${profileSecondsMin} to ${profileSecondsMax}`;
  throw new Refusal(400, `\`seconds\` takes a whole number from ${range}.`);
}

const admission = `mutation ($accessToken: String!, $action: String!, $subject: String!) {
  admitAdmin(accessToken: $accessToken, action: $action, subject: $subject) { userId isAdmin }
}`;

interface Admission {
  readonly admitAdmin: { readonly userId: string; readonly isAdmin: boolean } | null;
}

/** @returns the calling account, after recording the call in the audit log. @throws Refusal */
async function admit(
  options: ProfileRouteOptions,
  authorization: string | undefined,
  kind: ProfileKind,
): Promise<string> {
  const challenge = { 'www-authenticate': 'Bearer' };
  const accessToken = bearer.exec(authorization ?? '')?.[1];
  if (accessToken === undefined) {
    throw new Refusal(401, 'Send `Authorization: Bearer <access token of an ADMIN>`.', challenge);
  }
  const subject = `Process:${options.profiles.name}`;
  const caller = { accessToken, action: `process.profile_${kind}`, subject };
  const cause = 'a profile';
  const viewer = { kind: 'system', cause } as const;
  const answer = await withDeadline(profileAdmissionMs, (signal) =>
    options.accounts<Admission>(admission, caller, { viewer, requestId: cause, signal }),
  ).catch((error: unknown) => {
    options.logger.error({ err: error }, 'checking the caller of a profile failed');
    throw new Refusal(
      503,
      'Your access token cannot be checked at the moment, because users is unavailable.',
    );
  });
  const { admitAdmin: account } = answer;
  if (account === null) {
    throw new Refusal(401, 'The access token is invalid or has expired.', challenge);
  }
  if (!account.isAdmin) throw new Refusal(403, 'Only an ADMIN may take profiles.');
  return account.userId;
}

/** Aborts the profile when the client disconnects or the server closes the connection. */
function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

async function profile(
  options: ProfileRouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (request.method !== 'POST') {
    throw new Refusal(405, 'Use POST to take a profile.', { allow: 'POST' });
  }
  const { kind, seconds } = profileRequested(url);
  const signal = signalOf(response);
  const userId = await admit(options, request.headers.authorization, kind);
  options.logger.info({ kind, seconds, userId }, 'taking a profile');
  const text = await options.profiles.profiler.take({ kind, seconds, signal });
  options.profiles.taken.inc({ kind, cause: 'asked_for' });
  const time = new Date().toISOString().replace(/[-:.]/g, '');
  const file = `${options.profiles.name}-${time}.${kind}profile`;
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="${file}"`,
    'cache-control': 'no-store',
  });
  response.end(text);
}

/**
 * POST /profile/cpu and /profile/heap with `seconds` from 1 to 60, for an ADMIN according to users
 * at this moment. Errors are one sentence in JSON.
 */
export async function serveProfile(
  options: ProfileRouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  request.resume();
  try {
    await profile(options, request, response, url);
  } catch (error) {
    if (response.destroyed) return;
    const isOther = error instanceof ProfileInProgress;
    const refusal = isOther
      ? new Refusal(409, `${error.message} Try again when it is done.`)
      : error;
    if (!(refusal instanceof Refusal)) throw error;
    response.writeHead(refusal.status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...refusal.headers,
    });
    response.end(JSON.stringify({ message: refusal.message }));
  }
}
