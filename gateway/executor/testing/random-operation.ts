import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isUnionType,
} from 'graphql';

/** Numbers that look random, from a seed. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface RandomOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const deepest = 5;
/** Names that every object has, and some that only look odd. */
const aliases = ['constructor', '__proto__', 'toString', 'a', 'b', 'id2', '_entities'];
const conditions = ['@skip(if: $yes)', '@include(if: $yes)', '@skip(if: $no)', '@include(if: $no)'];
const directives = [
  '@skip(if: false)',
  '@include(if: true)',
  '@include(if: $maybe)',
  ...conditions,
];

interface Variable {
  readonly type: string;
  /** Whether it may be left out. */
  readonly maybe: boolean;
  value(chance: Chance): unknown;
}

const truth = (chance: Chance): boolean => chance(2) === 0;
const variables: Readonly<Record<string, Variable>> = {
  yes: { type: 'Boolean!', maybe: false, value: truth },
  no: { type: 'Boolean! = false', maybe: true, value: truth },
  maybe: { type: 'Boolean! = true', maybe: true, value: truth },
  sku: { type: 'ID!', maybe: false, value: (chance) => `n${chance(4)}` },
  n: { type: 'Int', maybe: true, value: (chance) => chance(3) },
};

class Writer {
  private readonly fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
  ) {}

  operation(): RandomOperation {
    const kind = this.chance(6) === 0 ? 'mutation' : 'query';
    const root = kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType();
    const set = root ? this.set(root, 0) : '';
    const text = [set, ...this.fragments].join('\n');
    const used = Object.entries(variables).filter(([name]) => text.includes(`$${name}`));
    const header = used.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const sent = used.flatMap(([name, { maybe, value }]) =>
      maybe && this.chance(2) === 0 ? [] : [[name, value(this.chance)]],
    );
    return {
      query: `${kind} Q${header && `(${header})`} ${text}`,
      variables: Object.fromEntries(sent),
    };
  }

  private set(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.chance(4);
    const parts = Array.from({ length: count }, () => this.part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLCompositeType, depth: number): string {
    const form = this.chance(10);
    if (form === 0) return '__typename';
    if (form === 1) return 'kind: __typename';
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const isNarrowed = isAbstractType(type) && form < 7;
    if (fields.length === 0 || isNarrowed || form === 2) return this.fragment(type, depth);
    const field = fields[this.chance(fields.length)];
    return field ? this.field(field, depth) : '__typename';
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const chosen = possible[this.chance(possible.length)] ?? type;
    const set = this.set(chosen, depth + 1);
    const condition = this.condition();
    if (this.chance(2) === 0) return `... on ${chosen.name} ${condition} ${set}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${chosen.name} ${set}`);
    return `...${name} ${condition}`;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    if (isCompositeType(type) && depth >= deepest) return '__typename';
    const alias = this.chance(5) === 0 ? `${aliases[this.chance(aliases.length)]}: ` : '';
    const set = isCompositeType(type) ? this.set(type, depth + 1) : '';
    return `${alias}${field.name}${this.given(field)} ${this.condition()} ${set}`;
  }

  private given({ args }: GraphQLField<unknown, unknown>): string {
    const values: Record<string, string> = {
      ID: '$sku',
      Int: this.chance(2) === 0 ? '$n' : '2',
      Boolean: this.chance(2) === 0 ? '$yes' : 'true',
      String: '"word"',
    };
    const given = args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && this.chance(2) === 0) return [];
      return [`${name}: ${values[getNamedType(type).name] ?? 'null'}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  private condition(): string {
    return this.chance(7) === 0 ? (directives[this.chance(directives.length)] ?? '') : '';
  }
}

/** An operation over a schema; it may select one name for two things, and is no operation then. */
export const randomOperation = (schema: GraphQLSchema, seed: number): RandomOperation =>
  new Writer(schema, chanceOf(seed)).operation();
