import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { inputRowsFree, inputRowsPerPoint } from '../limits';
import type { Fragments } from './fragments';
import type { Variables } from './shape';

/** The input of an operation, as far as it is in its text. */
export interface InputMeasure {
  /** List elements in literals. */
  readonly literalRows: number;
  /** Number of uses of each variable. */
  readonly uses: ReadonlyMap<string, number>;
}

/** Measures the inputs of a valid document. Fragments count once, however often they are spread. */
export function measureInputs(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): InputMeasure {
  const uses = new Map<string, number>();
  const definitions = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  let literalRows = 0;
  // Iterating a set includes elements added during the iteration.
  for (const definition of definitions) {
    visit(definition, {
      [Kind.LIST]: ({ values }) => {
        literalRows += values.length;
      },
      [Kind.VARIABLE]: ({ name }) => {
        // The first occurrence is its definition.
        uses.set(name.value, (uses.get(name.value) ?? -1) + 1);
      },
      [Kind.FRAGMENT_SPREAD]: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) definitions.add(fragment);
      },
    });
  }
  return { literalRows, uses };
}

export const isComposite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

/** The number of list elements in a value. Not recursive, since it may be nested very deeply. */
export function listRows(value: unknown): number {
  let rows = 0;
  const open = isComposite(value) ? [value] : [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) rows += one.length;
    for (const inner of Array.isArray(one) ? one : Object.values(one)) {
      if (isComposite(inner)) open.push(inner);
    }
  }
  return rows;
}

/** The points for list elements in the input; a variable counts once per use. */
export function inputPoints({ literalRows, uses }: InputMeasure, variables: Variables): number {
  let rows = literalRows;
  // Object.entries would create a pair for each of possibly 100,000 variables.
  for (const name of Object.keys(variables)) {
    const value = variables[name];
    if (isComposite(value)) rows += listRows(value) * Math.max(1, uses.get(name) ?? 1);
  }
  return Math.ceil(Math.max(0, rows - inputRowsFree) / inputRowsPerPoint);
}
