import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type Token,
  TokenKind,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { InvalidOperation } from '../errors';
import {
  bytesPerCharacter,
  bytesPerToken,
  documentBytesOverhead,
  documentsBytesMax,
  type OperationLimits,
  refusalErrorsMax,
} from '../limits';
import { literalProblem } from './input-problem';
import { countSyntax, demandFewCounts, type SyntaxCounts } from './syntax-counts';

type TextLimits = Pick<OperationLimits, 'tokens' | 'aliases' | 'directives'>;

/** The text was checked as the client sent it; the gateway has added to it since. */
const noLimits: TextLimits = {
  tokens: Number.POSITIVE_INFINITY,
  aliases: Number.POSITIVE_INFINITY,
  directives: Number.POSITIVE_INFINITY,
};

export interface OperationDocumentsOptions {
  readonly limits: TextLimits;
  readonly introspection: boolean;
  /** Size of the cache in bytes. */
  readonly bytesMax?: number;
}

interface CachedDocument {
  readonly document: DocumentNode;
  readonly counts: SyntaxCounts;
  /** The number of tokens, as the parser counts them. */
  readonly tokens: number;
  readonly schema: GraphQLSchema;
  readonly bytes: number;
}

const isIntrospection = (name: string) => name === '__schema' || name === '__type';

/** Rejects introspection. Error messages must not reveal the schema then, either. */
function introspectionIsOff(context: ValidationContext): ASTVisitor {
  return {
    Field: (node) => {
      if (!isIntrospection(node.name.value)) return;
      context.reportError(new GraphQLError('Introspection is disabled.', { nodes: node }));
    },
  };
}

/** The executors determine the type of an object by `__typename`. */
function typenameIsNoAlias(context: ValidationContext): ASTVisitor {
  return {
    Field: (node) => {
      if (node.alias?.value !== '__typename' || node.name.value === '__typename') return;
      const message = 'The alias "__typename" is reserved. Choose another one.';
      context.reportError(new GraphQLError(message, { nodes: node.alias }));
    },
  };
}

function parsed(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw InvalidOperation.of([error], 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** The `fields` of a literal, like those of a variable. */
function withPath(document: DocumentNode, error: GraphQLError): GraphQLError {
  const problem = literalProblem(document, error);
  if (problem === null) return error;
  const { nodes, source, positions } = error;
  const extensions = { fields: [problem] };
  return new GraphQLError(error.message, { nodes, source, positions, extensions });
}

/**
 * Drops unused tokens: the parser links all tokens, including comments, but locations only need
 * those at which a node starts or ends.
 * @returns the number of tokens, without comments.
 */
function unchainTokens({ loc }: DocumentNode): number {
  let tokens = 0;
  let token = loc?.startToken ?? null;
  while (token !== null) {
    const { next }: Token = token;
    if (token.kind !== TokenKind.COMMENT) tokens += 1;
    Object.assign(token, { prev: null, next: null });
    token = next;
  }
  return tokens;
}

/** The tokens before and after the text, which the parser does not count. */
const outerTokens = 2;

/** Memory of a document: its text, tokens, nodes and measure. */
const bytesOf = (text: string, tokens: number): number =>
  documentBytesOverhead + text.length * bytesPerCharacter + tokens * bytesPerToken;

/**
 * Parses operations, counts their names, aliases and directives, and validates them. Valid documents
 * are cached by hash up to a byte limit.
 */
export function operationDocuments(options: OperationDocumentsOptions) {
  const { limits, introspection, bytesMax = documentsBytesMax } = options;
  const cache = new LRUCache<string, CachedDocument>({
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
  });
  const rules: readonly ValidationRule[] = [
    ...specifiedRules,
    typenameIsNoAlias,
    ...(introspection ? [] : [introspectionIsOff]),
  ];
  // graphql-js adds an error that says there are more.
  const validation = { maxErrors: refusalErrorsMax - 1, hideSuggestions: !introspection };

  const problemsOf = (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => {
    try {
      return validate(schema, document, rules, validation);
    } catch (error) {
      // graphql-js throws where a condition of a subscription's root field is not a literal.
      if (!(error instanceof GraphQLError)) throw error;
      const message = 'The root field of a subscription takes neither @skip nor @include.';
      return [new GraphQLError(message, { nodes: error.nodes })];
    }
  };

  /** Whether the parser would accept it in this moment: the limit may have changed since. */
  const isKnown = (
    found: CachedDocument | undefined,
    schema: GraphQLSchema,
    { tokens }: TextLimits = limits,
  ) => found?.schema === schema && found.tokens <= tokens;

  const readNew = (
    schema: GraphQLSchema,
    text: string,
    hash: string,
    within: TextLimits,
  ): DocumentNode => {
    const document = parsed(text, within.tokens);
    const counts = countSyntax(document);
    demandFewCounts(counts, within);
    const problems = problemsOf(schema, document);
    if (problems.length > 0) {
      const found = problems.map((problem) => withPath(document, problem));
      throw InvalidOperation.of(found, 'GRAPHQL_VALIDATION_FAILED');
    }
    const all = unchainTokens(document);
    const tokens = all - outerTokens;
    cache.set(hash, { document, counts, tokens, schema, bytes: bytesOf(text, all) });
    return document;
  };

  return {
    /** Whether the text is valid and kept. */
    knows: (schema: GraphQLSchema, hash: string): boolean => isKnown(cache.peek(hash), schema),

    /**
     * @param isAdmitted whether it is the read of a subscription that was admitted.
     * @throws InvalidOperation, BAD_REQUEST or OPERATION_TOO_COMPLEX.
     */
    read(schema: GraphQLSchema, text: string, hash: string, isAdmitted = false): DocumentNode {
      const within = isAdmitted ? noLimits : limits;
      const found = cache.get(hash);
      if (found === undefined || !isKnown(found, schema, within)) {
        return readNew(schema, text, hash, within);
      }
      // The limits may have changed since it was cached.
      demandFewCounts(found.counts, within);
      return found.document;
    },
    /** Bytes that are kept, as they are reckoned. */
    get bytes(): number {
      return cache.calculatedSize;
    },
  };
}

export type OperationDocuments = ReturnType<typeof operationDocuments>;
