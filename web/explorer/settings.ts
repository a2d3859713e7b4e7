/** What the gateway writes into the page. */
export interface Settings {
  readonly sandboxUrl: string;
}

export function settingsOf(root: HTMLElement): Settings {
  return JSON.parse(root.dataset.settings ?? '') as Settings;
}
