import type { Client } from './client';

// biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
export type Data = any;

/** Runs an operation that must have no errors. */
export async function ask(
  client: Client,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Data> {
  const { data, errors } = await client.post({ query, variables }, headers);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}
