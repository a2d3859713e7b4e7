import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  visit,
} from 'graphql';

/** Operations of the project's own clients. Add the folder of a new client here. */
export const clientDocumentFolders = ['client/documents'];
export const clientManifestFile = 'client/persisted-operations.json';

interface RegisteredOperation {
  /** The SHA-256 of `body`, in hex. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function spreadIn(definition: DefinitionNode): string[] {
  const names: string[] = [];
  visit(definition, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

/** The fragments that the operation uses, each once and after the fragments that it spreads. */
function fragmentsOf(operation: OperationDefinitionNode, known: Fragments) {
  const met = new Set<string>();
  const found: FragmentDefinitionNode[] = [];
  const add = (definition: DefinitionNode): void => {
    for (const name of spreadIn(definition)) {
      const fragment = known.get(name);
      if (!fragment) throw new Error(`The fragment ${name} is not defined.`);
      if (met.has(name)) continue;
      met.add(name);
      add(fragment);
      found.push(fragment);
    }
  };
  add(operation);
  return found;
}

/** Exactly the text in `client/documents.ts`, because the hash is computed from it. */
function bodyOf(operation: OperationDefinitionNode, known: Fragments): string {
  const fragments = fragmentsOf(operation, known).map((fragment) => print(fragment));
  return `\n    ${print(operation)}\n    ${fragments.join('\n')}`;
}

function registered(operation: OperationDefinitionNode, known: Fragments): RegisteredOperation {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('An operation has no name. Name every operation.');
  const body = bodyOf(operation, known);
  const id = createHash('sha256').update(body).digest('hex');
  return { id, name, type: operation.operation, body };
}

/**
 * The definitions in every `.graphql` file below the folders, in an order that is the same on every
 * machine.
 */
function definitionsBelow(folders: readonly string[]): DefinitionNode[] {
  return folders.flatMap((folder) =>
    globSync('**/*.graphql', { cwd: folder })
      .sort()
      .flatMap((file) => {
        const text = readFileSync(path.join(folder, file), 'utf8');
        return parse(new Source(text, file)).definitions;
      }),
  );
}

/**
 * The manifest of all operations below the folders, in the format of
 * `@apollo/persisted-query-lists`.
 * @throws Error when an operation has no name, shares its name, or spreads an undefined fragment.
 */
export function operationsManifest(folders: readonly string[]): string {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const found: OperationDefinitionNode[] = [];
  for (const definition of definitionsBelow(folders)) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) found.push(definition);
  }
  const operations = found.map((operation) => registered(operation, fragments));
  operations.sort((one, other) => (one.name < other.name ? -1 : 1));
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new Error(`Two operations are called ${twice}.`);
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
