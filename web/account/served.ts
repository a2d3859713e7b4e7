/** The pages beside this one. */
export interface Served {
  readonly shop?: string;
  readonly console?: string;
  /** The mails that were sent, in development. */
  readonly mail?: string;
}

/** The pages are worth no longer wait. */
const deadlineMs = 3_000;

async function read(): Promise<Served> {
  try {
    const response = await fetch('/', {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(deadlineMs),
    });
    const { links }: { readonly links: Served } = await response.json();
    return links;
  } catch {
    // The page leads nowhere further, and works all the same.
    return {};
  }
}

let reading: Promise<Served> | undefined;

/** What this gateway serves; nothing if that cannot be read. */
export function served(): Promise<Served> {
  reading ??= read();
  return reading;
}
