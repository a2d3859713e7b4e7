import { type DirectiveNode, type EnumValueDefinitionNode, Kind, parse } from 'graphql';
import { CommandError } from '../program/exit-codes';

const graphsEnum = 'join__Graph';
const graphDirective = 'join__graph';

function textOf(directive: DirectiveNode, name: string): string {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

function subgraphOf({ directives = [] }: EnumValueDefinitionNode): [name: string, url: string] {
  const directive = directives.find(({ name }) => name.value === graphDirective);
  if (directive === undefined) throw new CommandError('A subgraph of the supergraph has no name.');
  const [name, url] = [textOf(directive, 'name'), textOf(directive, 'url')];
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return [name, url];
  throw new CommandError(
    `The supergraph has no http:// or https:// URL for the subgraph ${name}. Compose it with one.`,
  );
}

/**
 * The URL of each subgraph that a supergraph names.
 * @throws CommandError if it is no supergraph, or lacks a URL.
 */
export function subgraphUrls(supergraphSdl: string): ReadonlyMap<string, string> {
  let definitions: ReturnType<typeof parse>['definitions'];
  try {
    ({ definitions } = parse(supergraphSdl));
  } catch (error) {
    throw new CommandError(`The supergraph is no GraphQL: ${(error as Error).message}`);
  }
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === graphsEnum,
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) {
    throw new CommandError(`The file has no enum ${graphsEnum}, so it is no supergraph.`);
  }
  return new Map((graphs.values ?? []).map(subgraphOf));
}
