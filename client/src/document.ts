/**
 * The text of an operation with the types of its result and its variables: a string of
 * `operations.ts`, or what GraphQL Code Generator writes with `documentMode: string`.
 */
export interface TypedDocument<Data, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Data;
}

export interface Operation {
  readonly text: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Undefined if it has none. */
  readonly name: string | undefined;
  /**
   * The names of the root fields, not their aliases. Null if the root spreads fragments, or the
   * text does not have exactly one operation.
   */
  readonly rootFields: readonly string[] | null;
  /** The SHA-256 of the text, computed when it is needed. */
  hash?: string;
}

const token = /[@$]?[_A-Za-z]\w*|\.{3}|\\"""|\\.|"""|[\s\S]/g;
const significant = /^(?:[\w@${}:]|\.{3})/;
/** What begins with one ends with the other. */
const endings: Readonly<Record<string, string>> = { '"': '"', '"""': '"""', '#': '\n' };

/** Left out: strings, comments, and everything in parentheses. */
function tokensOf(text: string): string[] {
  let nested = 0;
  let ending: string | undefined;
  return (text.match(token) ?? []).filter((each) => {
    if (ending) {
      if (each === ending) ending = undefined;
      return false;
    }
    ending = endings[each];
    if (each === '(') nested += 1;
    if (each === ')') nested -= 1;
    return nested === 0 && significant.test(each);
  });
}

interface Definition {
  /** The tokens before the braces, e.g. `query`, `Me`. */
  readonly head: string[];
  /** The tokens directly in the braces. */
  readonly body: string[];
}

function definitionsIn(text: string): Definition[] {
  const found: Definition[] = [];
  let current: Definition = { head: [], body: [] };
  let depth = 0;
  for (const each of tokensOf(text)) {
    if (each === '{') depth += 1;
    else if (each === '}') {
      depth -= 1;
      if (depth > 0) continue;
      found.push(current);
      current = { head: [], body: [] };
    } else if (depth < 2) current[depth === 0 ? 'head' : 'body'].push(each);
  }
  return found;
}

function rootFieldsOf({ body }: Definition): string[] | null {
  if (body.includes('...')) return null;
  return body.filter((each, place) => /^\w/.test(each) && body[place + 1] !== ':');
}

function parsed(text: string): Operation {
  const operations = definitionsIn(text).filter(({ head }) => head[0] !== 'fragment');
  const [operation] = operations;
  const [kind, name] = operation?.head ?? [];
  return {
    text,
    kind: kind === 'mutation' || kind === 'subscription' ? kind : 'query',
    name: name !== undefined && /^\w/.test(name) ? name : undefined,
    rootFields: operation && operations.length === 1 ? rootFieldsOf(operation) : null,
  };
}

const known = new Map<string, Operation>();
const operationsMax = 500;

/** What the client needs to know of an operation, without a parser of GraphQL. */
export function operationOf(document: { toString(): string }): Operation {
  const text = document.toString();
  const found = known.get(text) ?? parsed(text);
  if (known.size >= operationsMax) known.clear();
  known.set(text, found);
  return found;
}
