import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { resolvesWithin } from '../process/child';
import { requestIdOf } from '../requests/request-id';
import type { Logger } from '../telemetry/logger';
import { readinessDeadlineMs } from './limits';
import { type ProfileRouteOptions, serveProfile } from './profile-route';
import { stopServer } from './stop-server';

type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Dependencies {
  /** Required dependencies by name: the process is ready only if all of them answer. */
  readonly required: Checks;
  /** Dependencies that the process can do without for a while. */
  readonly optional: Checks;
}

export interface AdminOptions
  extends Dependencies,
    Partial<Pick<ProfileRouteOptions, 'profiles' | 'accounts'>> {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly registry: Registry;
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

export interface AdminServer {
  readonly port: number;
  stop(): Promise<void>;
}

type CheckState = 'ok' | 'warn' | 'fail';

/** Runs all checks in parallel, each with the deadline. */
async function checkStates(
  checks: Checks,
  otherwise: CheckState,
): Promise<Record<string, CheckState>> {
  const states = Object.entries(checks).map(async ([name, check]) => {
    // The dependency logs the reason itself; only the result matters here.
    const answered = check().then(
      () => true,
      () => false,
    );
    let isOk = false;
    const inTime = await resolvesWithin(
      answered.then((value) => {
        isOk = value;
      }),
      readinessDeadlineMs,
    );
    return [name, inTime && isOk ? 'ok' : otherwise] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

/**
 * Whether the process is ready, and the state of each check: a failure is `fail` if the dependency
 * is required, else `warn`. Never rejects.
 */
export async function readinessOf({ required, optional }: Dependencies) {
  const [requiredStates, optionalStates] = await Promise.all([
    checkStates(required, 'fail'),
    checkStates(optional, 'warn'),
  ]);
  return {
    ready: !Object.values(requiredStates).includes('fail'),
    checks: { ...requiredStates, ...optionalStates },
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

async function sendReadiness(options: AdminOptions, response: ServerResponse): Promise<void> {
  const { ready, checks } = await readinessOf(options);
  const isOpen = ready && !options.isDraining();
  const isWarned = Object.values(checks).includes('warn');
  const status = isOpen ? (isWarned ? 'warn' : 'ok') : 'fail';
  send(response, isOpen ? 200 : 503, 'application/json', JSON.stringify({ status, checks }));
}

async function serve(
  options: AdminOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { registry, profiles, accounts, logger } = options;
  const url = URL.parse(request.url ?? '', 'http://admin');
  const path = url?.pathname ?? '';
  if (url !== null && path.startsWith('/profile/') && profiles && accounts) {
    return serveProfile({ profiles, accounts, logger }, request, response, url);
  }
  switch (path) {
    case '/health':
      return send(response, 200, 'application/json', '{"status":"ok"}');
    case '/ready':
      return sendReadiness(options, response);
    case '/metrics':
      return send(response, 200, registry.contentType, await registry.metrics());
    default:
      return send(response, 404, 'text/plain', 'Not found.\n');
  }
}

/**
 * Serves `/health` (alive), `/ready` (accepts requests), `/metrics` (for Prometheus) and `/profile/`
 * (for an ADMIN) of a process, on a port for operators only.
 * @throws Error when the port is taken.
 */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const server = createServer((request, response) => {
    response.setHeader('x-request-id', requestIdOf(request));
    serve(options, request, response).catch((error: unknown) => {
      options.logger.error({ err: error }, 'the admin port could not answer');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const { host, port } = options;
    // The port is shared with the process that replaces this one. Port 0 would be one for all
    // workers.
    server.listen({ host, port, exclusive: port === 0 }, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => stopServer(server, server) };
}
