/** An operation that is sent again and again with other variables. */
export interface Workload {
  readonly name: string;
  readonly query: string;
  readonly variables: (turn: number) => Record<string, unknown>;
  /** The greatest share of the CPU that the stock gateway takes. */
  readonly shareMax: number;
}

const variants = 'variants { id name sku stock parts { id name weight stock } }';
const page = `items(first: $first, turn: $turn) { id name stock ${variants} }`;
const idOfTurn = (turn: number) => ({ id: `i${turn}` });
const firstOfTurn = (turn: number) => ({ first: 20, turn });

/** One, four, six and sixteen fetches. */
export const workloads: readonly Workload[] = [
  {
    name: 'small',
    query:
      'query Small($id: ID!) { item(id: $id) { id name stock variants { id name sku stock } } }',
    variables: idOfTurn,
    shareMax: 0.17,
  },
  {
    name: 'page',
    query: `query Page($first: Int!, $turn: Int) { ${page} }`,
    variables: firstOfTurn,
    shareMax: 0.25,
  },
  {
    name: 'tiny',
    query: 'query Tiny($id: ID!) { item(id: $id) { id name } }',
    variables: idOfTurn,
    shareMax: 0.26,
  },
  {
    name: 'big',
    query: `query Big($first: Int!, $turn: Int) { a: ${page} b: ${page} c: ${page} }`,
    variables: firstOfTurn,
    shareMax: 0.2,
  },
];
