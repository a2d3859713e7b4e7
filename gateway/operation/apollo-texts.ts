import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';

const typename: SelectionNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
};

/** Whether Apollo Client leaves a selection set with this selection as it is. */
const isMeta = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && selection.name.value.startsWith('__');

/**
 * Adds `__typename` where the cache of Apollo Client adds it: last in every selection set but that of
 * the operation itself.
 */
function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (node, _key, parent) => {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      if (isRoot || node.selections.some(isMeta)) return undefined;
      return { ...node, selections: [...node.selections, typename] };
    },
  });
}

function sortKeyOf(definition: DefinitionNode): string {
  const name = 'name' in definition ? definition.name?.value : undefined;
  return `${definition.kind === Kind.OPERATION_DEFINITION ? 0 : 1}${name ?? ''}`;
}

const sorted = (definitions: readonly DefinitionNode[]): DefinitionNode[] =>
  definitions.toSorted((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1));

/**
 * The text under which `@apollo/generate-persisted-query-manifest` registers a document:
 * `__typename` added, the operation first and its fragments sorted by name.
 */
export function manifestText(document: DocumentNode): string {
  const { definitions } = withTypenames(document);
  return print({ kind: Kind.DOCUMENT, definitions: sorted(definitions) });
}

/** The fragments that a definition spreads itself, in the order of their first use. */
type SpreadIn = (definition: DefinitionNode) => readonly FragmentDefinitionNode[];

/** Visits each definition once, because every order of fragments needs the same spreads. */
function spreadAmong(definitions: readonly DefinitionNode[]): SpreadIn {
  const fragments = new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const found = definitions.map((definition) => {
    const spread = new Set<FragmentDefinitionNode>();
    visit(definition, {
      FragmentSpread: ({ name: { value } }) => {
        const fragment = fragments.get(value);
        if (fragment) spread.add(fragment);
      },
    });
    return [definition, [...spread]] as const;
  });
  const known = new Map(found);
  return (definition) => known.get(definition) ?? [];
}

/** Orders fragments as documents of the `gql` tag do: each is followed by those that it spreads. */
function followed(start: DefinitionNode, spreadIn: SpreadIn): DefinitionNode[] {
  const met = new Set<DefinitionNode>();
  const add = (definition: DefinitionNode): void => {
    if (met.has(definition)) return;
    met.add(definition);
    for (const fragment of spreadIn(definition)) add(fragment);
  };
  add(start);
  return [...met];
}

/** Orders fragments as GraphQL Code Generator writes them: each after those that it spreads. */
function preceded(start: DefinitionNode, spreadIn: SpreadIn): DefinitionNode[] {
  const met = new Set<DefinitionNode>([start]);
  const done: DefinitionNode[] = [start];
  const add = (definition: DefinitionNode): void => {
    for (const fragment of spreadIn(definition)) {
      if (met.has(fragment)) continue;
      met.add(fragment);
      add(fragment);
      done.push(fragment);
    }
  };
  add(start);
  return done;
}

/**
 * Orders fragments as Apollo Client's fragment registry appends them: those that the operation
 * spreads, then those that these spread.
 */
function byDistance(start: DefinitionNode, spreadIn: SpreadIn): DefinitionNode[] {
  const met = new Set<DefinitionNode>([start]);
  // Iterating over a Set includes what the loop adds.
  for (const definition of met) {
    for (const fragment of spreadIn(definition)) met.add(fragment);
  }
  return [...met];
}

/**
 * All texts of a registered operation that clients send: as registered, the same without white space
 * as the client package has it, and as Apollo Client sends it, with `__typename` and with its
 * fragments in the order in which the client's tools put them.
 * @throws GraphQLError if the text cannot be parsed.
 */
export function textsOfClients(registered: string): string[] {
  const { definitions } = withTypenames(parse(registered));
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  // Apollo Client sends one operation at a time.
  if (!operation || operations.length > 1) return [registered];
  const spreadIn = spreadAmong(definitions);
  const printed = new Map(definitions.map((definition) => [definition, print(definition)]));
  const asTagged = followed(operation, spreadIn);
  const orders = [
    definitions,
    sorted(definitions),
    asTagged,
    [...asTagged.slice(1), operation],
    preceded(operation, spreadIn),
    byDistance(operation, spreadIn),
  ];
  // `print` joins the definitions of a document so, and would print them again for each order.
  const texts = orders.map((order) => order.map((each) => printed.get(each)).join('\n\n'));
  return [...new Set([registered, stripIgnoredCharacters(registered), ...texts])];
}
