import { createHash } from 'node:crypto';
import { decimalFromMinor } from '../../platform/values/money';
import type { Authorization, Ledger } from './ledger';
import type { Settlements } from './settlements';

const pathPrefix = '/3d-secure/';

export interface Page {
  status: number;
  html: string;
}

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const style =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}';
const styleHash = createHash('sha256').update(style).digest('base64');
export const pageSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`;

export function pagePathOf(pageId: string): string {
  return pathPrefix + pageId;
}

/** Null if the path is not a page. */
export function pageIdOf(pathname: string): string | null {
  return pathname.startsWith(pathPrefix) ? pathname.slice(pathPrefix.length) : null;
}

/**
 * The page on which a bank would ask the buyer. Here opening it confirms the payment: it is
 * authorised and a signed callback is sent. Opening it again changes nothing.
 */
export async function openPage(
  pageId: string,
  ledger: Ledger,
  settlements: Settlements,
): Promise<Page> {
  const authorization = ledger.authorizationOfPage(pageId);
  if (!authorization) return page(404, 'Unknown payment', 'There is nothing to confirm here.');
  const isTooLate = authorization.settlesAt !== null && Date.now() >= authorization.settlesAt;
  await settlements.settle(authorization.key, isTooLate ? 'declined' : 'authorized');
  return pageOf(authorization);
}

function pageOf(authorization: Authorization): Page {
  const { status, amountMinor, currency } = authorization;
  const amount = `${decimalFromMinor(amountMinor, currency)} ${currency}`;
  if (status === 'authorized') {
    return page(200, 'Payment confirmed', `You confirmed ${amount}. You can close this window.`);
  }
  if (status === 'voided') return page(410, 'Payment cancelled', 'Nothing will be charged.');
  return page(410, 'Too late', 'The time to confirm this payment is over. Please order again.');
}

function page(status: number, title: string, sentence: string): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${sentence}</p>
</main>
</body>
</html>
`;
  return { status, html };
}
