/** What the gateway writes into the page. */
export interface Settings {
  /** Null where there is no demo shop. */
  readonly demoAccounts: { readonly emails: readonly string[]; readonly password: string } | null;
  readonly sandboxUrl: string;
}

export function settingsOf(root: HTMLElement): Settings {
  return JSON.parse(root.dataset.settings ?? '') as Settings;
}
