import type { Shop } from './shop';

interface Status {
  readonly isReady: boolean;
  readonly processes: readonly { readonly name: string; readonly url: string }[];
}

/** The processes of a shop, each with the address of its admin port. */
export async function statusOf(shop: Shop): Promise<Status> {
  const { output } = await shop.run('status', '--json');
  return JSON.parse(output) as Status;
}

/** The metrics of the processes with a name, by their names. */
export async function metricsOf(shop: Shop, name: RegExp): Promise<Map<string, string>> {
  const { processes } = await statusOf(shop);
  const metrics = processes
    .filter((process) => name.test(process.name))
    .map(async (process) => {
      const answer = await fetch(new URL('/metrics', process.url));
      return [process.name, await answer.text()] as const;
    });
  return new Map(await Promise.all(metrics));
}
