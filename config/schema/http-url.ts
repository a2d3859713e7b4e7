import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/config/origin';
import { isLoopbackName, nameOfHost } from '../../platform/net/loopback';

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;
const shownCharactersMax = 100;

/** Whether a text can be shown in a message: it has no @, so it has no password. */
const isOpen = (text: string): boolean => !text.includes('@') && text.length <= shownCharactersMax;

/** The URL that somebody meant who left out the scheme; null if nothing makes it one. */
function withScheme(text: string): string | null {
  if (scheme.test(text) || text === '') return null;
  const host = nameOfHost(text.split('/', 1)[0] ?? '');
  const meant = `${isLoopbackName(host) ? 'http' : 'https'}://${text}`;
  return URL.canParse(meant) ? meant : null;
}

/** What is wrong with a text that is not an HTTP URL, and what would be right. */
function fault(input: unknown): string {
  const expected = 'expected a URL such as https://shop.example.com';
  if (typeof input !== 'string' || !isOpen(input)) return expected;
  const meant = withScheme(input);
  return meant === null ? `"${input}": ${expected}` : `"${input}": expected ${meant}`;
}

/**
 * A URL with http:// or https://. Its fault shows the value and what would be right.
 * @param protocol narrows the schemes.
 */
export const httpUrl = (protocol = /^https?$/) =>
  z.url({ protocol, error: ({ input }) => fault(input) });

/** The URL of a server, without slashes at its end; null if it is not set. */
export const serverUrl = (protocol?: RegExp) =>
  httpUrl(protocol).transform(withoutTrailingSlashes).nullable().default(null);
