export interface DemoAccounts {
  readonly emails: readonly string[];
  readonly password: string;
}

/** The accounts of the demo shop; null where the gateway names none in the page. */
export function demoAccounts(): DemoAccounts | null {
  const named = document.querySelector<HTMLMetaElement>('meta[name="demo-accounts"]');
  return named === null ? null : (JSON.parse(named.content) as DemoAccounts);
}

export const accountNameOf = (email: string): string => email.split('@', 1)[0] ?? email;
