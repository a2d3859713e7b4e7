import type { FastifyRequest } from 'fastify';
import { badRequest, type MediaType } from '../errors';

/** Formats of live updates: server-sent events, and Apollo's multipart protocol. */
export type LiveFraming = 'events' | 'multipart';

/** The media types of responses, in order of preference. */
const mediaTypes: readonly MediaType[] = ['application/json', 'application/graphql-response+json'];

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** Splits at separators outside quoted strings: `boundary="a,b"` is one parameter. */
function splitUnquoted(text: string, separator: ',' | ';'): string[] {
  const pieces: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === '\\') place += 1;
    else if (!isQuoted && character === separator) {
      pieces.push(text.slice(start, place));
      start = place + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

function parameterOf(piece: string): [string, string] {
  const equals = piece.indexOf('=');
  const [name, value] =
    equals === -1 ? [piece, ''] : [piece.slice(0, equals), piece.slice(equals + 1)];
  const text = value.trim();
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return [name.trim(), isQuoted ? text.slice(1, -1) : text];
}

function rangesOf(accept: string): Range[] {
  return splitUnquoted(accept.toLowerCase(), ',').map((part) => {
    const [type = '', ...pieces] = splitUnquoted(part, ';');
    const parameters = new Map(pieces.map(parameterOf));
    const quality = Number(parameters.get('q') ?? 1);
    return { type: type.trim(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
  });
}

/** The most specific range decides (RFC 9110, 12.5.1). */
function qualityOf(ranges: readonly Range[], type: string): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const candidate of [type, family, '*/*']) {
    const range = ranges.find((known) => known.type === candidate);
    if (range) return range.quality;
  }
  return 0;
}

const eventsType = 'text/event-stream';
const multipartType = 'multipart/mixed';
/** Both media types of subscriptions, as clients name them in `Accept`. */
export const liveMediaTypes = `${eventsType} or ${multipartType};subscriptionSpec=1.0`;

const speaksApolloProtocol = ({ type, parameters }: Range) =>
  type === multipartType && parameters.get('subscriptionspec') === '1.0';

/** Apollo's protocol must be named: clients also send `multipart/mixed` for `@defer`. */
function framingOf(ranges: readonly Range[]): LiveFraming | null {
  const events = qualityOf(ranges, eventsType);
  const multipart = Math.max(
    0,
    ...ranges.filter(speaksApolloProtocol).map(({ quality }) => quality),
  );
  if (events > 0 && events >= multipart) return 'events';
  return multipart > 0 ? 'multipart' : null;
}

/** What a client accepts. */
export interface Accepted {
  /** The media type of an answer in JSON. */
  readonly mediaType: MediaType;
  /** Whether the client accepts JSON at all. */
  readonly acceptsJson: boolean;
  /** The format of live updates; null if the client accepts neither. */
  readonly framing: LiveFraming | null;
}

const acceptsByDefault: Accepted = {
  mediaType: 'application/json',
  acceptsJson: true,
  framing: 'events',
};

/**
 * Chooses the media types of the response before anything is executed. Clients that accept only a
 * format of live updates get JSON for queries and mutations.
 * @throws BAD_REQUEST with HTTP 406 if the client accepts nothing that is served.
 */
export function negotiate(accept: string | undefined): Accepted {
  // An empty field names nothing, as one that is left out.
  if (!accept || accept === '*/*') return acceptsByDefault;
  if (accept === 'application/json') return { ...acceptsByDefault, framing: null };
  const ranges = rangesOf(accept);
  let best: MediaType | null = null;
  let bestQuality = 0;
  for (const type of mediaTypes) {
    const quality = qualityOf(ranges, type);
    if (quality > bestQuality) {
      best = type;
      bestQuality = quality;
    }
  }
  const framing = framingOf(ranges);
  const isStreamed = framing !== null || ranges.some(({ type }) => type === multipartType);
  if (best === null && !isStreamed) {
    const message = `Accept one of ${mediaTypes.join(', ')}; for subscriptions ${liveMediaTypes}.`;
    throw badRequest(message, 406);
  }
  return { mediaType: best ?? 'application/json', acceptsJson: best !== null, framing };
}

/** Whether a browser requests a page. */
export function prefersHtml(accept: string | undefined): boolean {
  if (!accept?.includes('text/html')) return false;
  const ranges = rangesOf(accept);
  const html = qualityOf(ranges, 'text/html');
  return html > 0 && mediaTypes.every((type) => qualityOf(ranges, type) < html);
}

/** Whether it reads a page: HEAD is answered as GET, without the body. */
export const isPage = ({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean =>
  (method === 'GET' || method === 'HEAD') && prefersHtml(headers.accept);

const jsonBody = /^application\/json\s*(;|$)/i;
const charset = /;\s*charset\s*=\s*"?([\w-]+)"?/i;

/**
 * Bodies must be JSON in UTF-8 without compression. This also rejects forms and plain text, which
 * browsers send cross-site without a preflight.
 * @throws BAD_REQUEST with HTTP 415.
 */
export function demandJson(headers: { readonly [name: string]: unknown }): void {
  const contentType = String(headers['content-type'] ?? '');
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  const text = charset.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (!jsonBody.test(contentType) || (text !== 'utf-8' && text !== 'utf8')) {
    throw badRequest('Send the body as application/json in UTF-8.', 415);
  }
  if (encoding !== 'identity') throw badRequest('Send the body without Content-Encoding.', 415);
}
