import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { badRequest, gatewayError } from '../errors';
import { fragmentsMax, type GatewayLimits, operationNameCharactersMax } from '../limits';

/** What is counted in the whole document, as written, before it is validated. */
export interface SyntaxCounts {
  /** A field that repeats a response name of its selection set counts as one, too. */
  readonly aliases: number;
  readonly directives: number;
  /** Named ones. */
  readonly fragments: number;
  /** Of the longest name of an operation, in characters. */
  readonly nameLength: number;
}

interface Counts {
  aliases: number;
  directives: number;
}

/** Whatever can have directives: a definition, a variable definition or a selection. */
function countDirectives(
  counts: Counts,
  { directives }: { directives?: readonly DirectiveNode[] },
) {
  counts.directives += directives?.length ?? 0;
}

function countSelections(counts: Counts, { selections }: SelectionSetNode): void {
  // A lone selection, as most sets below lists have, repeats nothing.
  const names = selections.length > 1 ? new Set<string>() : null;
  for (const selection of selections) {
    countDirectives(counts, selection);
    if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      if (selection.alias || names?.has(name)) counts.aliases += 1;
      names?.add(name);
    }
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) {
      countSelections(counts, selection.selectionSet);
    }
  }
}

function nameLengthOf(definition: DefinitionNode): number {
  const named = definition.kind === Kind.OPERATION_DEFINITION ? definition.name : undefined;
  return named?.value.length ?? 0;
}

/** One pass over a document of which nothing is known but that it is GraphQL. */
export function countSyntax({ definitions }: DocumentNode): SyntaxCounts {
  const counts: Counts = { aliases: 0, directives: 0 };
  for (const definition of definitions) {
    if (!('selectionSet' in definition)) continue;
    countDirectives(counts, definition);
    for (const variable of definition.variableDefinitions ?? []) countDirectives(counts, variable);
    countSelections(counts, definition.selectionSet);
  }
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  return { ...counts, fragments, nameLength: Math.max(0, ...definitions.map(nameLengthOf)) };
}

/** @throws BAD_REQUEST when the name of an operation is too long. */
export function demandShortName(length: number): void {
  if (length <= operationNameCharactersMax) return;
  const allowed = operationNameCharactersMax;
  throw badRequest(`The name of the operation has ${length} characters, ${allowed} are allowed.`);
}

/** @throws OPERATION_TOO_COMPLEX that says which limit, and by how much. */
export function demandAtMost(what: string, counted: number, allowed: number): void {
  if (counted <= allowed) return;
  const message = `The operation has ${counted} ${what}, ${allowed} are allowed.`;
  throw gatewayError('OPERATION_TOO_COMPLEX', message);
}

/** @throws BAD_REQUEST or OPERATION_TOO_COMPLEX, before the work of validation. */
export function demandFewCounts(
  { aliases, directives, fragments, nameLength }: SyntaxCounts,
  limits: Pick<GatewayLimits, 'aliasesMax' | 'directivesMax'>,
): void {
  demandShortName(nameLength);
  demandAtMost('aliases', aliases, limits.aliasesMax);
  demandAtMost('directives', directives, limits.directivesMax);
  demandAtMost('fragments', fragments, fragmentsMax);
}
