/** The session of the page: it belongs to no tab of the editor. */
let accessToken: string | null = null;

export function keepToken(token: string | null): void {
  accessToken = token;
}

/** What the tab's own headers do not say already. */
export function credentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const isGiven = names.includes('authorization') || names.includes('x-api-key');
  return accessToken === null || isGiven ? {} : { authorization: `Bearer ${accessToken}` };
}
