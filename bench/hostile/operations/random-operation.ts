import {
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { OperationLimits } from '../../../gateway/limits';
import { costOf, demandAffordable, operationMeasures } from '../../../gateway/operation/cost';
import type { Random } from '../../../platform/testing/random';
import { Inputs } from './input';
import type { Known } from './known';
import { OperationBuilder } from './operation-builder';
import { type Asker, rootFields } from './roots';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: number;
}

export interface OperationOptions {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly known: Known;
  readonly asker: Asker;
  readonly limits: OperationLimits;
}

const attemptsMax = 30;
const pageMax = 100;
const shareOfMutations = 0.15;
/** The share of operations with the largest pages that the cost limit allows. */
const shareOfLargestPages = 0.75;
/** The share of operations that are the costliest of several candidates. */
const shareOfCostliest = 0.75;
const candidatesCount = 4;
const aliasesMax = 10;
const measureOf = operationMeasures();

/** A new name each time, so that the gateway gets new texts. */
const nameOf = (random: Random): string => `R${random.int(0, 2 ** 32 - 1).toString(36)}`;

/** The result of `make`; null if a limit or a rule of GraphQL rejects the operation. */
function unlessRefused<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

function rootSelections(
  draft: OperationBuilder,
  options: OperationOptions,
  isMutation: boolean,
): string[] {
  const { schema, random, limits, asker } = options;
  const type = isMutation ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY;
  const fields = rootFields(schema, type, asker);
  if (fields.length === 0) return [];
  const count = isMutation ? random.int(1, 3) : random.int(1, limits.rootFields);
  const budget = Math.floor((limits.tokens * 0.9) / count);
  const counts = new Map<string, number>();
  let aliases = 0;
  return Array.from({ length: count }, () => {
    const field = random.pick(fields);
    const seen = counts.get(field.name) ?? 0;
    counts.set(field.name, seen + 1);
    const alias = seen === 0 || aliases >= aliasesMax ? null : `a${aliases}`;
    if (seen > 0 && alias === null) return '';
    if (alias !== null) aliases += 1;
    return draft.root(field, alias, budget).text;
  });
}

function parsed(text: string, { schema, limits }: OperationOptions) {
  const document = unlessRefused(() => parse(text, { maxTokens: limits.tokens }));
  const operation = document?.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!document || !operation || validate(schema, document).length > 0) return null;
  return { document, operation };
}

/** The largest share of a full page, for all pages, within the cost limit; 0 if none is. */
function largestShare(costWith: (share: number) => number, costMax: number): number {
  if (costWith(1 / pageMax) > costMax) return 0;
  let [least, most] = [1, pageMax];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (costWith(middle / pageMax) <= costMax) least = middle;
    else most = middle - 1;
  }
  return least / pageMax;
}

/** A valid operation; null if it exceeds a limit with any page size. */
function attempt(options: OperationOptions, greed: number): Operation | null {
  const { schema, random, known, limits } = options;
  const inputs = new Inputs(random, known);
  const depthMax = limits.depth - random.int(0, 4);
  const draft = new OperationBuilder({ schema, random, inputs, greed, depthMax });
  const isMutation = random.chance(shareOfMutations);
  const roots = rootSelections(draft, options, isMutation).join(' ');
  if (roots.trim() === '') return null;
  const definitions = draft.variables.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const head = `${isMutation ? 'mutation' : 'query'} ${nameOf(random)}${definitions && `(${definitions})`}`;
  const query = [`${head} { ${roots} }`, ...draft.fragments].join('\n');
  const found = parsed(query, options);
  if (!found) return null;
  const { document, operation } = found;
  const measure = measureOf(schema, document, operation);
  const weights = draft.pages.map((name) => [name, 0.3 + 0.7 * random.next()] as const);
  const fixed = Object.fromEntries(draft.variables.map(({ name, value }) => [name, value]));
  const variablesWith = (share: number) => ({
    ...fixed,
    ...Object.fromEntries(
      weights.map(([name, weight]) => [name, Math.max(1, Math.round(weight * share * pageMax))]),
    ),
  });
  const costWith = (share: number) =>
    costOf(operation, measure, variablesWith(share), limits).requested;
  const largest = largestShare(costWith, limits.cost);
  if (largest === 0) return null;
  const share = random.chance(shareOfLargestPages) ? largest : largest * random.next();
  const variables = variablesWith(share);
  const cost = costOf(operation, measure, variables, limits);
  return unlessRefused(() => {
    demandAffordable(measure, cost, limits);
    return { query, variables, cost: cost.requested };
  });
}

/** A valid operation within all limits, close to some of them. The same for the same seed. */
export function randomOperation(options: OperationOptions): Operation {
  const { random } = options;
  const candidates = random.chance(shareOfCostliest) ? candidatesCount : 1;
  const found: Operation[] = [];
  for (let left = attemptsMax; left > 0 && found.length < candidates; left -= 1) {
    const candidate = attempt(options, random.next() * (left / attemptsMax));
    if (candidate) found.push(candidate);
  }
  const [costliest] = found.toSorted((one, other) => other.cost - one.cost);
  const smallest = `query ${nameOf(random)} { products(first: 1) { edges { cursor } } }`;
  return costliest ?? { query: smallest, variables: {}, cost: 1 };
}
