import type { Configuration } from './schema';

export const demoPassword = 'demo-password';

/** The accounts of the demo shop; each has only the role that it is named after. */
export const demoAccountNames = ['admin', 'support', 'warehouse', 'partner', 'customer'] as const;

export const demoEmailOf = (name: string): string => `${name}@example.com`;

export interface DemoAccounts {
  readonly emails: readonly string[];
  readonly password: string;
}

/** @returns the accounts that a page may offer; null where the configuration creates none. */
export function offeredDemoAccounts({
  environment,
  demo,
}: Pick<Configuration, 'environment' | 'demo'>): DemoAccounts | null {
  if (environment !== 'development' || !demo.enabled) return null;
  return { emails: demoAccountNames.map(demoEmailOf), password: demoPassword };
}
