import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  print,
} from 'graphql';
import type { Random } from '../../../platform/testing/random';
import type { Inputs } from './input';

type Field = GraphQLField<unknown, unknown>;

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
}

/** A selection set, inline or as a fragment spread. */
interface Selection {
  readonly text: string;
  readonly tokens: number;
  readonly depth: number;
}

export interface OperationBuilderOptions {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly inputs: Inputs;
  /** Share of the possible fields to select, from 0 to 1. */
  readonly greed: number;
  readonly depthMax: number;
}

const braces = 2;
const tokensOfArgument = 7;
const directivesMax = 5;
const shareOfFragments = 0.2;
const shareOfSpreads = 0.4;
const shareOfLiterals = 0.3;
const shareOfOptionalArguments = 0.3;
const literalCharactersMax = 300;

const isPage = (field: Field): boolean => field.args.some(({ name }) => name === 'first');

/** A candidate operation, which may exceed a limit. */
export class OperationBuilder {
  readonly variables: Variable[] = [];
  /** Variables for page sizes, which can be reduced afterwards. */
  readonly pages: string[] = [];
  readonly fragments: string[] = [];
  private readonly fragmentsOf = new Map<string, { name: string; depth: number }>();
  private directives = 0;

  constructor(private readonly options: OperationBuilderOptions) {}

  /** A root field with its selections. */
  root(field: Field, alias: string | null, budget: number): Selection {
    return this.field(field, field.name, alias, 1, budget);
  }

  private field(
    field: Field,
    root: string,
    alias: string | null,
    depth: number,
    budget: number,
  ): Selection {
    const type = getNamedType(field.type);
    const args = this.arguments(field, root);
    const name = alias === null ? field.name : `${alias}: ${field.name}`;
    const head = `${name}${args.text}${this.directive()}`;
    const tokens = args.tokens + (alias === null ? 1 : 3);
    if (!isCompositeType(type)) return { text: head, tokens, depth };
    const below = this.selections(type, root, depth + 1, budget - tokens);
    return {
      text: `${head} ${below.text}`,
      tokens: tokens + below.tokens,
      depth: below.depth,
    };
  }

  /** Sometimes a directive without an effect. */
  private directive(): string {
    const { random } = this.options;
    if (this.directives >= directivesMax || !random.chance(0.03)) return '';
    this.directives += 1;
    return random.chance(0.5) ? ' @include(if: true)' : ' @skip(if: false)';
  }

  private arguments(field: Field, root: string): { text: string; tokens: number } {
    const { random } = this.options;
    const taken = field.args.filter(
      (argument) =>
        argument.name === 'first' ||
        isRequiredArgument(argument) ||
        random.chance(shareOfOptionalArguments),
    );
    if (taken.length === 0) return { text: '', tokens: 0 };
    const parts = taken.map((argument) => `${argument.name}: ${this.value(field, argument, root)}`);
    return { text: `(${parts.join(', ')})`, tokens: braces + taken.length * tokensOfArgument };
  }

  private value(field: Field, argument: GraphQLArgument, root: string): string {
    const { random, inputs } = this.options;
    const { name, type } = argument;
    const place = { field: name === 'after' ? field.name : root, name };
    const value = inputs.of(type, place);
    const isSizeOfPage = name === 'first' && isPage(field);
    if (!isSizeOfPage && random.chance(shareOfLiterals)) {
      const literal = astFromValue(value, type);
      const text = literal ? print(literal) : 'null';
      if (text.length <= literalCharactersMax) return text;
    }
    const variable = `${isSizeOfPage ? 'page' : 'v'}${this.variables.length}`;
    this.variables.push({ name: variable, type: String(type), value });
    if (isSizeOfPage) this.pages.push(variable);
    return `$${variable}`;
  }

  private selections(
    type: GraphQLCompositeType,
    root: string,
    depth: number,
    budget: number,
  ): Selection {
    const { random, depthMax } = this.options;
    const known = this.fragmentsOf.get(type.name);
    if (known && depth + known.depth <= depthMax && random.chance(shareOfSpreads)) {
      return { text: `{ ...${known.name} }`, tokens: braces + 2, depth: depth + known.depth };
    }
    const selected = isAbstractType(type)
      ? this.members(type, root, depth, budget - braces)
      : this.fields(type, root, depth, budget - braces);
    if (isObjectType(type) && !known && random.chance(shareOfFragments)) {
      return this.inFragment(type.name, selected, depth);
    }
    return { ...selected, text: `{ ${selected.text} }`, tokens: selected.tokens + braces };
  }

  private inFragment(type: string, selected: Selection, depth: number): Selection {
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${type} { ${selected.text} }`);
    this.fragmentsOf.set(type, { name, depth: selected.depth - depth });
    return { ...selected, text: `{ ...${name} }`, tokens: selected.tokens + 2 * braces + 6 };
  }

  /** Selections on the members of a union or an interface. */
  private members(
    type: GraphQLCompositeType,
    root: string,
    depth: number,
    budget: number,
  ): Selection {
    const { schema, random, greed } = this.options;
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    const [first, ...others] = random.shuffled(possible);
    const chosen = [first, ...others.filter(() => random.chance(greed))].flatMap(
      (one) => one ?? [],
    );
    const each = Math.floor(budget / Math.max(1, chosen.length));
    const parts = chosen.map((one) => {
      const { text, ...rest } = this.selections(one, root, depth, each - 3);
      return { ...rest, text: `... on ${one.name} ${text}` };
    });
    return together([{ text: '__typename', tokens: 1, depth }, ...parts], depth);
  }

  private fields(
    type: GraphQLCompositeType,
    root: string,
    depth: number,
    budget: number,
  ): Selection {
    const { random, greed, depthMax } = this.options;
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const isLeaf = (field: Field) => !isCompositeType(getNamedType(field.type));
    const parts: Selection[] = [];
    let left = budget;
    const add = (field: Field, share: number): void => {
      const part = this.field(field, root, null, depth, share);
      parts.push(part);
      left -= part.tokens;
    };
    for (const field of random.shuffled(fields.filter(isLeaf))) {
      if (left > 1 && random.chance(0.4 + 0.6 * greed)) add(field, left);
    }
    const composites = depth < depthMax ? fields.filter((field) => !isLeaf(field)) : [];
    for (const field of random.shuffled(composites)) {
      if (left > 20 && random.chance(0.2 + 0.8 * greed)) add(field, Math.floor(left * 0.7));
    }
    return together(parts.length > 0 ? parts : [{ text: '__typename', tokens: 1, depth }], depth);
  }
}

function together(parts: readonly Selection[], depth: number): Selection {
  return {
    text: parts.map(({ text }) => text).join(' '),
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    depth: Math.max(depth, ...parts.map((part) => part.depth)),
  };
}
