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
