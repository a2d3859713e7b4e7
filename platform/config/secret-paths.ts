/** What is shown in the place of a secret. */
export const masked = '***';

const secretWord = /(secret|password|token|apiKey|secretKey|secretId)$/i;

/** Whether what stands at the path is shown to nobody: told by its last word. */
export function isSecretPath(path: string): boolean {
  return secretWord.test(path.slice(path.lastIndexOf('.') + 1));
}

function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?):[^/?#]*@/i, `$1:${masked}@`);
}

/** The same settings, fit to be shown: secrets and the passwords of addresses are masked. */
export function withoutSecrets(value: unknown, path = ''): unknown {
  if (typeof value === 'string') {
    if (isSecretPath(path)) return value === '' ? '' : masked;
    return withoutPassword(value);
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      withoutSecrets(child, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
