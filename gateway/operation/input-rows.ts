import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { inputRowsFree, inputRowsPerPoint } from '../limits';
import type { Variables } from './shape';

/** What an operation sends, as far as its text says. */
export interface InputMeasure {
  /** Elements of lists in literals. */
  readonly literalRows: number;
  /** In how many places each variable is used. */
  readonly uses: ReadonlyMap<string, number>;
}

/** The document has been validated. Fragments count once, however often they are spread. */
export function measureInputs(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): InputMeasure {
  const uses = new Map<string, number>();
  const definitions = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  let literalRows = 0;
  // A set also iterates over what is added meanwhile.
  for (const definition of definitions) {
    visit(definition, {
      [Kind.LIST]: ({ values }) => {
        literalRows += values.length;
      },
      [Kind.VARIABLE]: ({ name }) => {
        // The first place is its definition.
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

const isComposite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

/** Elements of all lists in a value. It does not recurse: the value may be nested very deeply. */
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

/** What the rows that an operation sends are charged for; a variable counts where it is used. */
export function inputPoints({ literalRows, uses }: InputMeasure, variables: Variables): number {
  let rows = literalRows;
  // By name: a pair for each of 100,000 variables would be most of the work.
  for (const name of Object.keys(variables)) {
    const value = variables[name];
    if (isComposite(value)) rows += listRows(value) * Math.max(1, uses.get(name) ?? 1);
  }
  return Math.ceil(Math.max(0, rows - inputRowsFree) / inputRowsPerPoint);
}
