import type { GraphQLError } from 'graphql';
import { combinedText, listName } from './combined-text';
import { type EntityFetch, entitiesOf, entityStep, type Represented } from './entity-fetch';
import { askOf, type FetchDependencies, guarded, variablesOf } from './fetch';
import type { Step } from './run';

/** What one of the fetches has to send. */
interface Part {
  readonly fetch: EntityFetch;
  readonly name: string;
  readonly represented: Represented;
}

/** The errors of each part. One without a place is of the first. */
function errorsByPart(errors: readonly GraphQLError[], parts: readonly Part[]) {
  const nameOf = ({ path }: GraphQLError): string | undefined =>
    (parts.find(({ name }) => name === path?.[0]) ?? parts[0])?.name;
  return Map.groupBy(errors, nameOf);
}

/** Whether no object is at the paths of two of the fetches: it would be sent and counted twice. */
function areApart(fetches: readonly EntityFetch[]): boolean {
  const paths = fetches.flatMap((fetch) => fetch.paths.map((path) => JSON.stringify(path)));
  return new Set(paths).size === paths.length;
}

/**
 * Compiles entity fetches of one service that run at the same time. They are sent as one, with a list
 * for each. If only one has entities, it is sent as the plan has it.
 */
export function combinedSteps(
  fetches: readonly EntityFetch[],
  dependencies: FetchDependencies,
): readonly Step[] {
  const nodes = fetches.map(({ node }) => node);
  const [first, ...others] = nodes;
  const text = others.length > 0 && areApart(fetches) ? combinedText(nodes) : null;
  if (first === undefined || text === null) return fetches.map(entityStep);
  const ask = askOf(first.serviceName, text, dependencies);
  const variables = variablesOf(nodes);
  const step: Step = async (run, at) => {
    const sent = variables(run);
    const parts: Part[] = [];
    let entities = 0;
    for (const [place, fetch] of fetches.entries()) {
      const represented = fetch.represent(at);
      const { representations } = represented;
      const name = listName(place);
      sent[name] = representations;
      entities += representations.length;
      if (representations.length > 0) parts.push({ fetch, name, represented });
    }
    const [only, more] = parts;
    if (only === undefined) return;
    if (more === undefined) return only.fetch.send(run, only.represented);
    const result = await ask(run, sent, entities);
    const errors = errorsByPart(result.errors ?? [], parts);
    const take = async ({ fetch, name, represented }: Part): Promise<void> => {
      const own = errors.get(name);
      // An error of another list took the data of this one with it.
      if (!result.data && !own) return fetch.send(run, represented);
      fetch.take(run, represented, entitiesOf(result, name), own);
    };
    await Promise.all(parts.map((part) => guarded(run, () => take(part))));
  };
  return [(run, at) => guarded(run, () => step(run, at))];
}
