const secretNames = /password|token|secret|code|challenge/i;
/** Shorter values occur in ordinary text. */
const secretCharactersMin = 6;
const redacted = '[redacted]';

/** An access token or an API key of anybody. */
const looksSecret = (word: string) => /^(eyJ[^.]*\.|op_[a-z]+_)/.test(word);

function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return secretNames.test(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, key));
}

/** The text without credentials and secret variables. */
export function redact(
  text: string,
  credentials: readonly (string | null | undefined)[],
  variables: unknown,
): string {
  const secrets = [...credentials, ...secretsIn(variables)].filter(
    (secret): secret is string => (secret?.length ?? 0) >= secretCharactersMin,
  );
  const known = secrets.reduce((shown, secret) => shown.split(secret).join(redacted), text);
  return known.replace(/[\w.-]+/g, (word) => (looksSecret(word) ? redacted : word));
}
