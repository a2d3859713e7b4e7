import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/values/html';
import { decimalFromMinor } from '../../platform/values/money';
import { policySource } from '../../platform/values/return-url';
import type { Authorization } from './ledger';

/** A response to a browser: a page, or a redirect. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

const style = `:root{color-scheme:light dark;--line:#c9ced6;--text:#1a1f2b;--soft:#566070;--card:#fff;--back:#f2f4f7;--go:#0b5cad;--on-go:#fff}
@media (prefers-color-scheme:dark){:root{--line:#3a4250;--text:#eef1f6;--soft:#a9b2c0;--card:#1b2029;--back:#11151b;--go:#8cc2ff;--on-go:#0b1a2b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.3}
p{margin:0 0 1rem;overflow-wrap:anywhere}
dl{margin:0 0 1.5rem;border-block:1px solid var(--line)}
dl div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.75rem 0}
dl div+div{border-top:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;font-weight:600;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
form+form{margin-top:.75rem}
button,.button{display:block;width:100%;min-height:3rem;padding:.7rem 1rem;border:1px solid var(--go);border-radius:.5rem;background:transparent;color:var(--go);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.main{background:var(--go);color:var(--on-go)}
button:focus-visible,.button:focus-visible{outline:3px solid var(--go);outline-offset:3px}
.soft{margin:1.25rem 0 0;color:var(--soft);font-size:.875rem}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Browsers apply `form-action` to the redirect that answers a form, too. */
function headersOf(returnUrl: string | undefined): Record<string, string> {
  const returns = returnUrl === undefined ? '' : ` ${policySource(new URL(returnUrl))}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      `form-action 'self'${returns}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

function page(status: number, title: string, body: string, returnUrl?: string): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return { status, headers: headersOf(returnUrl), html };
}

const amountOf = ({ amountMinor, currency }: Authorization): string =>
  `${decimalFromMinor(amountMinor, currency)} ${currency}`;

/**
 * Asks the buyer. Each button has a form of its own, so that a double click on one is never the
 * other.
 * @param paths where the forms go, relative to the page.
 */
export function questionPage(
  authorization: Authorization,
  merchantName: string,
  paths: { readonly authorise: string; readonly decline: string },
): Page {
  const { returnUrl } = authorization;
  return page(
    200,
    'Confirm your payment',
    `<dl>
<div><dt>To</dt><dd>${escapeHtml(merchantName)}</dd></div>
<div><dt>Amount</dt><dd>${escapeHtml(amountOf(authorization))}</dd></div>
</dl>
<form method="post" action="${escapeHtml(paths.authorise)}"><button class="main" type="submit">Authorise</button></form>
<form method="post" action="${escapeHtml(paths.decline)}"><button type="submit">Decline</button></form>
<p class="soft">This is the bank of the payment sandbox. No money moves.</p>`,
    returnUrl,
  );
}

/** The page with the result of a payment and the way back to the shop. */
export function resultPage(authorization: Authorization): Page {
  const { returnUrl } = authorization;
  const [status, title, sentence] = resultOf(authorization);
  const back =
    returnUrl === undefined
      ? '<p class="soft">You can close this window.</p>'
      : `<a class="button main" rel="noreferrer" href="${escapeHtml(returnUrl)}">Back to the shop</a>`;
  return page(status, title, `<p>${escapeHtml(sentence)}</p>\n${back}`);
}

function resultOf(authorization: Authorization): [number, string, string] {
  const { status, declineCode } = authorization;
  if (status === 'authorized') {
    return [200, 'Payment confirmed', `You confirmed ${amountOf(authorization)}.`];
  }
  if (status === 'voided') return [410, 'Payment cancelled', 'Nothing will be charged.'];
  if (declineCode === 'authentication_failed') {
    return [200, 'Payment declined', `You declined ${amountOf(authorization)}.`];
  }
  const tooLate = 'The time to confirm this payment is over. Please order again.';
  return [410, 'Too late', tooLate];
}

export const unknownPage = (): Page =>
  page(404, 'Unknown payment', '<p>There is nothing to confirm here.</p>');

export const foreignFormPage = (): Page =>
  page(403, 'Not confirmed', '<p>Another page sent this form. Open the payment itself.</p>');

/** @param location of a page; a repeated form is answered with the same redirect. */
export function redirectTo(location: string): Page {
  return { status: 303, headers: { ...headersOf(undefined), location }, html: '' };
}
