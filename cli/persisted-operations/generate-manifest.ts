import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  visit,
} from 'graphql';
import { manifestText } from '../../gateway/operation/apollo-texts';
import { hashOf } from '../../gateway/operation/hash';
import { readManifest } from '../../gateway/operation/manifest';

/** Operations of the project's own clients. Add the folder of a new client here. */
export const clientDocumentFolders = ['client/documents', 'web/account/documents'];
export const clientManifestFile = 'client/persisted-operations.json';

interface RegisteredOperation {
  /** The SHA-256 of `body`, in hex. */
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  readonly body: string;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function spreadIn(definition: DefinitionNode): string[] {
  const names: string[] = [];
  visit(definition, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

/** The operation and all fragments that it needs. */
function withFragments(operation: OperationDefinitionNode, known: Fragments): DefinitionNode[] {
  const met = new Set<DefinitionNode>([operation]);
  // Iterating over a Set includes what the loop adds.
  for (const definition of met) {
    for (const name of spreadIn(definition)) {
      const fragment = known.get(name);
      if (!fragment) throw new Error(`The fragment ${name} is not defined.`);
      met.add(fragment);
    }
  }
  return [...met];
}

function registered(operation: OperationDefinitionNode, known: Fragments): RegisteredOperation {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('An operation has no name. Name every operation.');
  const definitions = withFragments(operation, known);
  const body = manifestText({ kind: Kind.DOCUMENT, definitions });
  return { id: hashOf(body), name, type: operation.operation, body };
}

/** @throws Error that names the file and the line. */
function definitionsOf(file: string): readonly DefinitionNode[] {
  try {
    return parse(new Source(readFileSync(file, 'utf8'), file)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new Error(`${file}:${error.locations?.[0]?.line}: ${error.message}`);
  }
}

/**
 * The definitions in every `.graphql` and `.gql` file below the folders.
 * @throws Error if one has none: its client would be refused with a manifest that lacks them.
 */
function definitionsBelow(folders: readonly string[]): DefinitionNode[] {
  return folders.flatMap((folder) => {
    const files = globSync('**/*.{graphql,gql}', { cwd: folder }).sort();
    if (files.length === 0) {
      throw new Error(`There is no .graphql or .gql file below ${folder}. Nothing was written.`);
    }
    return files.flatMap((file) => definitionsOf(path.join(folder, file)));
  });
}

/** @throws Error when an operation has no name, shares its name, or spreads an undefined fragment. */
function operationsBelow(folders: readonly string[]): RegisteredOperation[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const found: OperationDefinitionNode[] = [];
  for (const definition of definitionsBelow(folders)) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) found.push(definition);
  }
  const operations = found.map((operation) => registered(operation, fragments));
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new Error(`Two operations are called ${twice}.`);
  return operations;
}

/** Two apps may have different operations of one name: it is the id that must be unique. */
function distinct(operations: readonly RegisteredOperation[]): RegisteredOperation[] {
  return [...new Map(operations.map((operation) => [operation.id, operation])).values()];
}

/**
 * The manifest of all operations below the folders and in other manifests, in the format of
 * `@apollo/generate-persisted-query-manifest`.
 * @throws Error when an operation or a manifest is wrong.
 */
export function operationsManifest(
  folders: readonly string[],
  manifests: readonly string[] = [],
): string {
  const operations = distinct([
    ...operationsBelow(folders),
    ...manifests.flatMap((file) => readManifest(file)),
  ]);
  operations.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
