import { hasUserInfo } from './user-info';

/**
 * Where a browser may be sent back to: a page of a listed origin, or an app by a scheme of its own.
 * https only, except on the developer's machine.
 */

/** Schemes that browsers handle themselves. Some of them run scripts, so none can be an app's. */
const browserSchemes: ReadonlySet<string> = new Set([
  'about:',
  'blob:',
  'chrome:',
  'content:',
  'data:',
  'file:',
  'filesystem:',
  'ftp:',
  'http:',
  'https:',
  'intent:',
  'javascript:',
  'mailto:',
  'sms:',
  'tel:',
  'vbscript:',
  'view-source:',
  'ws:',
  'wss:',
]);

const localhost = 'localhost';
const anyPort = ':*';
const schemePattern = /^[a-z][a-z0-9+.-]{0,63}:(\/\/)?$/;

const isAppScheme = (protocol: string): boolean => !browserSchemes.has(protocol);

function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && hostname === localhost);
}

/** Whether the text may be listed: an origin, an origin with `:*` for any port, or `scheme:`. */
export function isReturnOrigin(text: string): boolean {
  if (schemePattern.test(text)) return isAppScheme(text.replace(/\/\/$/, ''));
  const origin = text.endsWith(anyPort) ? text.slice(0, -anyPort.length) : text;
  // A host name with a star would be valid, and match nothing.
  if (origin.includes('*') || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return isSecure(url) && url.origin === origin;
}

/** Whether a browser may be sent there, if its origin is listed: never to a script or a file. */
export function isReturnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (hasUserInfo(url)) return false;
  return isSecure(url) || isAppScheme(url.protocol);
}

const withoutPort = (origin: string): string => origin.replace(/:\d{1,5}$/, '');

/** Whether one of the listed origins and schemes is that of the URL. */
export function isListed({ protocol, origin }: URL, listed: readonly string[]): boolean {
  return listed.some((entry) => {
    if (schemePattern.test(entry)) return entry.replace(/\/\/$/, '') === protocol;
    if (!entry.endsWith(anyPort)) return entry === origin;
    return entry.slice(0, -anyPort.length) === withoutPort(origin);
  });
}

/** Sets a parameter of the query and keeps the rest as it is, fragment included. */
export function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url);
  const others = changed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !new URLSearchParams(pair).has(name));
  const parameter = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  changed.search = [...others, parameter].join('&');
  return changed.href;
}

/** The source of a Content-Security-Policy that covers the URL. */
export function policySource({ protocol, origin }: URL): string {
  return isAppScheme(protocol) ? protocol : origin;
}
