import { badRequest, type MediaType } from '../errors';

/** The media types of responses, in order of preference. */
const mediaTypes: readonly MediaType[] = ['application/json', 'application/graphql-response+json'];

interface Range {
  readonly type: string;
  readonly quality: number;
}

function rangesOf(accept: string): Range[] {
  return accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const value = quality === undefined ? 1 : Number(quality.slice(2));
    return { type, quality: Number.isNaN(value) ? 0 : value };
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

/**
 * Chooses the media type of the response before anything is executed.
 * @throws BAD_REQUEST with HTTP 406 if the client accepts neither.
 */
export function negotiate(accept: string | undefined): MediaType {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') {
    return 'application/json';
  }
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
  if (best) return best;
  throw badRequest(`Accept one of ${mediaTypes.join(', ')}.`, 406);
}

/** Whether the client accepts server-sent events. */
export function acceptsEvents(accept: string | undefined): boolean {
  return qualityOf(rangesOf(accept ?? '*/*'), 'text/event-stream') > 0;
}

/** Whether a browser requests a page. */
export function prefersHtml(accept: string | undefined): boolean {
  if (!accept?.includes('text/html')) return false;
  const ranges = rangesOf(accept);
  const html = qualityOf(ranges, 'text/html');
  return html > 0 && mediaTypes.every((type) => qualityOf(ranges, type) < html);
}

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
