const always: Readonly<Record<string, string>> = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Two years, as required for browsers' preload lists. */
const strictTransport = 'max-age=63072000; includeSubDomains';

/** Headers of every response; pages override them. HTTPS is required in production only. */
export function securityHeaders(production: boolean): Readonly<Record<string, string>> {
  return production ? { ...always, 'strict-transport-security': strictTransport } : always;
}

/** The content security policy of our own pages: nothing inline, nothing from elsewhere. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');
