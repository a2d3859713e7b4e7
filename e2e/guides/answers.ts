import { isRecord } from '../../platform/config/is-record';

/**
 * The mark that matches any text in an answer of a page, so that ids and times need not be
 * repeated.
 */
const anyText = '…';

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether a text is as the page says, where `…` is any text of at least one character. */
export function isShown(shown: string, text: string): boolean {
  const parts = shown.split(anyText).map(escapePattern);
  return new RegExp(`^${parts.join('.+')}$`, 's').test(text);
}

/**
 * The answer as the page writes it: a text that matches one with `…` is replaced by it. A
 * comparison of both then shows every other difference.
 */
export function asShown(shown: unknown, answer: unknown): unknown {
  if (typeof shown === 'string' && typeof answer === 'string') {
    return isShown(shown, answer) ? shown : answer;
  }
  if (Array.isArray(shown) && Array.isArray(answer)) {
    return answer.map((item, place) => asShown(shown[place], item));
  }
  if (isRecord(shown) && isRecord(answer)) {
    return Object.fromEntries(
      Object.entries(answer).map(([key, value]) => [key, asShown(shown[key], value)]),
    );
  }
  return answer;
}
