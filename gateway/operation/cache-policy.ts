import {
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isStaff } from '../../access/roles';
import type { Configuration } from '../../config/schema';
import type { AnsweredOperation } from './operation-context';
import type { Variables } from './shape';

/** `stock` is public too, and out of date after a second. */
export type Freshness = 'catalogue' | 'stock';
type CachePolicy = 'private' | Freshness;

/** Fields that are the same for everybody except staff, by type. All others are private. */
const publicFields: Readonly<Record<string, Readonly<Record<string, Freshness>>>> = {
  Query: { product: 'catalogue', products: 'catalogue' },
  Product: {
    sku: 'catalogue',
    name: 'catalogue',
    description: 'catalogue',
    active: 'catalogue',
    version: 'catalogue',
    price: 'catalogue',
    grossPrice: 'catalogue',
    available: 'stock',
  },
  ProductConnection: {
    edges: 'catalogue',
    nodes: 'catalogue',
    pageInfo: 'catalogue',
    totalCount: 'catalogue',
    totalCountExact: 'catalogue',
  },
  ProductEdge: { cursor: 'catalogue', node: 'catalogue' },
  PageInfo: {
    hasNextPage: 'catalogue',
    hasPreviousPage: 'catalogue',
    startCursor: 'catalogue',
    endCursor: 'catalogue',
  },
  Money: { amount: 'catalogue', currency: 'catalogue' },
};

/** A list of what is in stock is as short-lived as the stock itself. */
const stockFilter = 'inStock';
/** `Product.available` is never older than this in any cache. */
export const stockSeconds = 1;

const strictness: readonly CachePolicy[] = ['catalogue', 'stock', 'private'];

const stricter = (one: CachePolicy | null, other: CachePolicy): CachePolicy =>
  one !== null && strictness.indexOf(one) > strictness.indexOf(other) ? one : other;

function policyOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CachePolicy {
  if (operation.operation !== OperationTypeNode.QUERY) return 'private';
  let policy: CachePolicy | null = null;
  const types = new TypeInfo(schema);
  const fields = visitWithTypeInfo(types, {
    Field: ({ name }) => {
      if (name.value === '__typename') return;
      const found = publicFields[types.getParentType()?.name ?? '']?.[name.value];
      policy = stricter(policy, found ?? 'private');
      return policy === 'private' ? BREAK : undefined;
    },
    ObjectField: ({ name }) => {
      if (name.value === stockFilter) policy = stricter(policy, 'stock');
    },
  });
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  for (const definition of [operation, ...fragments]) {
    visit(definition, fields);
    if (policy === 'private') break;
  }
  return policy ?? 'private';
}

const filtersStock = (variables: Variables): boolean =>
  Object.values(variables).some(
    (value) => typeof value === 'object' && value !== null && stockFilter in value,
  );

/** Headers that an answer depends on. */
const vary = 'Origin, Accept, Authorization, X-API-Key';
/** State of one caller, which others would get from a shared cache. */
const ownHeaders = [
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

function isWhole({ response: { body } }: AnsweredOperation): boolean {
  return body.kind === 'single' && body.singleResult.errors === undefined;
}

/** Shared caches do not keep answers to POST. */
const isKept = ({ request }: AnsweredOperation): boolean => request.http?.method === 'GET';

type PublicContext = Pick<AnsweredOperation, 'schema' | 'document' | 'operation' | 'contextValue'>;

/** How fresh the answer to an operation has to be; null if it is not the same for everybody. */
export type FreshnessOf = (context: PublicContext) => Freshness | null;

/**
 * Staff also sees inactive products, so its answers are private. The variables must be coerced. Finds
 * the policy of an operation once, as long as its parsed document lives.
 */
export function publicAnswers(): FreshnessOf {
  const known = new WeakMap<OperationDefinitionNode, CachePolicy>();

  return ({ schema, document, operation, contextValue }) => {
    if (!document || !operation || isStaff(contextValue.viewer)) return null;
    let policy = known.get(operation);
    if (policy === undefined) {
      policy = policyOf(schema, document, operation);
      known.set(operation, policy);
    }
    if (policy === 'private') return null;
    return filtersStock(contextValue.exchange.variables ?? {}) ? 'stock' : policy;
  };
}

/** Lets caches keep answers without errors that are the same for everybody. */
export function allowCaching(settings: Configuration['cache'], freshnessOf: FreshnessOf) {
  return (context: AnsweredOperation): void => {
    const freshness = isWhole(context) ? freshnessOf(context) : null;
    if (freshness === null) return;
    const { headers } = context.response.http;
    const { catalogueSeconds } = settings;
    const seconds =
      freshness === 'stock' ? Math.min(stockSeconds, catalogueSeconds) : catalogueSeconds;
    const { exchange } = context.contextValue;
    const { answerAgeSeconds: age } = exchange;
    // An answer at its end names no lifetime: nginx does not read `Age`.
    headers.set('cache-control', `public, max-age=${age < seconds ? seconds : 0}`);
    if (age > 0) headers.set('age', String(age));
    headers.set('vary', vary);
    if (isKept(context)) for (const name of ownHeaders) headers.delete(name);
    exchange.cacheable = true;
  };
}
