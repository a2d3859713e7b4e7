/** Shown instead of a secret. */
export const masked = '***';

const secretWord = /(secrets?|password|token|apiKey|secretKey|secretId)$/i;

/** Whether the value at the path is a secret, judging by the last word of the path. */
export function isSecretPath(path: string): boolean {
  return secretWord.test(path.slice(path.lastIndexOf('.') + 1));
}

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const secretParameter =
  /(pass|passwd|password|passphrase|pwd|secret|token|key|auth|signature|sig|credentials?)$/i;

/** The password of user-info; for HTTP all of user-info, since a user without password is a token. */
function withoutUserInfo(authority: string, isHttp: boolean): string {
  const end = authority.lastIndexOf('@');
  if (end === -1) return authority;
  if (isHttp) return masked + authority.slice(end);
  const colon = authority.indexOf(':');
  return colon === -1 || colon > end
    ? authority
    : `${authority.slice(0, colon)}:${masked}${authority.slice(end)}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // The name is not percent-encoded.
    return name;
  }
}

function withoutParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  const name = parameter.slice(0, Math.max(equals, 0));
  return secretParameter.test(decoded(name)) ? `${name}=${masked}` : parameter;
}

/** Everything after the first `?` or `#`: a fragment may contain a token too. */
const withoutParameters = (tail: string) => tail.replace(/[^?#&;]+/g, withoutParameter);

/** A URL without the password of its user and the secrets of its parameters; other text as it is. */
function withoutUrlSecrets(text: string): string {
  const [start, name = ''] = scheme.exec(text) ?? [];
  if (start === undefined) return text;
  const rest = text.slice(start.length);
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  const isHttp = /^https?$/i.test(name);
  const pathAndMore = rest.slice(authority.length);
  const path = pathAndMore.split(/[?#]/, 1)[0] ?? '';
  const tail = pathAndMore.slice(path.length);
  return start + withoutUserInfo(authority, isHttp) + path + withoutParameters(tail);
}

/** The same settings with secrets masked, including those in URLs. */
export function withoutSecrets(value: unknown, path = ''): unknown {
  if (typeof value === 'string') {
    if (isSecretPath(path)) return value === '' ? '' : masked;
    return withoutUrlSecrets(value);
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
