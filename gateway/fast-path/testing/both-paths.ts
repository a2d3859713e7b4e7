import { type IncomingHttpHeaders, request as openRequest } from 'node:http';
import type { TestGateway } from '../../testing/running-gateway';

export interface SentRequest {
  /** An object is sent as JSON, or by GET as the parameters of the URL. */
  readonly body: unknown;
  /** POST unless said. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that are made for each request, so that each has limits of its own. */
  readonly credentials?: () => Readonly<Record<string, string>>;
  /** The request with which the operation becomes known; by default the same. */
  readonly known?: unknown;
}

export interface WholeResponse {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a request leaves behind, without times and ids. */
export interface Outcome {
  readonly response: WholeResponse;
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** The increase of each counter. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The header, which changes nothing, of a request that Fastify and Apollo Server answer. */
export const wholePath = { 'content-encoding': 'identity' };

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Text is the whole query string. */
function searchOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(body as object)) search.append(name, textOf(value));
  return search.toString();
}

const requiresPreflight = { 'apollo-require-preflight': 'true' };

/** Every address has rate counters of its own. */
let addresses = 0;

export function newAddress(): string {
  addresses += 1;
  return `10.1.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

export function send(
  url: string,
  { body, method = 'POST', headers = {}, credentials = () => ({}) }: SentRequest,
  address: string,
  signal?: AbortSignal,
): Promise<WholeResponse> {
  return new Promise((resolve, reject) => {
    const isGet = method === 'GET';
    const sent = openRequest(`${url}/graphql${isGet ? `?${searchOf(body)}` : ''}`, {
      method,
      headers: {
        ...(isGet ? requiresPreflight : { 'content-type': 'application/json' }),
        'x-forwarded-for': address,
        ...headers,
        ...credentials(),
      },
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, headers: received, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.end(isGet ? undefined : textOf(body));
  });
}

const counted = [
  'gateway_operations_total',
  'gateway_operation_duration_seconds_count',
  'gateway_refusals_total',
  'gateway_rate_limit_refusals_total',
  'gateway_persisted_operations_total',
  'gateway_subgraph_fetch_duration_seconds_count',
  'gateway_known_operations_total',
];

export async function countersOf({ registry }: TestGateway): Promise<Map<string, number>> {
  const text = await registry.metrics();
  const lines = text.split('\n').filter((line) => counted.some((name) => line.startsWith(name)));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

const addressPattern = /10\.1\.\d{1,3}\.\d{1,3}/g;
const idPattern = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const masked = (text: string): string =>
  text.replaceAll(addressPattern, 'ADDRESS').replaceAll(idPattern, 'ID');

/** The same for two requests that were answered alike. */
function comparable({ status, headers, body }: WholeResponse): WholeResponse {
  const { date: _date, 'x-ratelimit-reset': _reset, ...others } = headers;
  const shown = Object.entries(others).map(([name, value]) => [name, masked(String(value))]);
  return { status, headers: Object.fromEntries(shown), body: masked(body) };
}

function loggedLine(line: Record<string, unknown>): Record<string, unknown> {
  const { time: _time, durationMs: _duration, ...others } = line;
  return JSON.parse(masked(JSON.stringify(others))) as Record<string, unknown>;
}

const isAnswered = ({ msg }: Record<string, unknown>) => msg === 'answered';

/** Sends a request, and waits for its line in the log. */
export async function outcomeOf(
  gateway: TestGateway,
  request: SentRequest,
  address = newAddress(),
): Promise<Outcome> {
  const before = await countersOf(gateway);
  gateway.logged.length = 0;
  const response = comparable(await send(gateway.url, request, address));
  while (!gateway.logged.some(isAnswered)) await new Promise(setImmediate);
  const after = await countersOf(gateway);
  const risen = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return {
    response,
    logged: gateway.logged.map(loggedLine),
    metrics: Object.fromEntries(risen.filter(([, count]) => count !== 0)),
  };
}

/** Answers of both paths to the same request, and whether the operation was known. */
export async function bothPaths(gateway: TestGateway, request: SentRequest) {
  const { headers, known = request.body } = request;
  await send(gateway.url, { ...request, method: 'POST', body: known }, newAddress());
  const whole = await outcomeOf(gateway, { ...request, headers: { ...headers, ...wholePath } });
  const { metrics, ...fast } = await outcomeOf(gateway, request);
  const { gateway_known_operations_total: knownCount = 0, ...others } = metrics;
  return { whole, fast: { ...fast, metrics: others }, isFast: knownCount === 1 };
}
