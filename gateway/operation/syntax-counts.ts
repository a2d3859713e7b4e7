import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { badRequest, gatewayError } from '../errors';
import { fragmentsMax, type OperationLimits, operationNameCharactersMax } from '../limits';

/** Counts over the whole document as written, before validation. */
export interface SyntaxCounts {
  /** Aliases, including fields that repeat a response name of their selection set. */
  readonly aliases: number;
  readonly directives: number;
  /** Named fragments. */
  readonly fragments: number;
  /** Length of the longest operation name, in characters. */
  readonly nameLength: number;
}

interface Counts {
  aliases: number;
  directives: number;
}

/** A node that can have directives: a definition, variable definition or selection. */
function countDirectives(
  counts: Counts,
  { directives }: { directives?: readonly DirectiveNode[] },
) {
  counts.directives += directives?.length ?? 0;
}

function countSelections(counts: Counts, { selections }: SelectionSetNode): void {
  // A single selection repeats nothing.
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

/** Counts in one pass over a parsed but unvalidated document. */
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

/** @throws BAD_REQUEST if an operation name is too long. */
export function demandShortName(length: number): void {
  if (length <= operationNameCharactersMax) return;
  const allowed = operationNameCharactersMax;
  throw badRequest(`The name of the operation has ${length} characters, ${allowed} are allowed.`);
}

/** @throws OPERATION_TOO_COMPLEX with the limit and the actual number. */
export function demandAtMost(what: string, counted: number, allowed: number): void {
  if (counted <= allowed) return;
  const message = `The operation has ${counted} ${what}, ${allowed} are allowed.`;
  throw gatewayError('OPERATION_TOO_COMPLEX', message);
}

/** Runs before validation. @throws BAD_REQUEST or OPERATION_TOO_COMPLEX */
export function demandFewCounts(
  { aliases, directives, fragments, nameLength }: SyntaxCounts,
  limits: Pick<OperationLimits, 'aliases' | 'directives'>,
): void {
  demandShortName(nameLength);
  demandAtMost('aliases', aliases, limits.aliases);
  demandAtMost('directives', directives, limits.directives);
  demandAtMost('fragments', fragments, fragmentsMax);
}
