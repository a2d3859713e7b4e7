import {
  astFromValue,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  GraphQLNonNull,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  print,
} from 'graphql';
import { Random } from '../../../platform/testing/random';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

type Field = GraphQLField<unknown, unknown>;

const deepest = 6;
const selectionsMax = 90;
const longestSet = 4;
const deepestInput = 2;
/** Names that every object has, those of the executor, and some that only look odd. */
const oddNames = ['constructor', '__proto__', 'toString', 'a', 'b', 'id', 'loc', 'kind'];
const aliases = [...oddNames, '_entities', '_entities0', 'representations'];
const variableNames = ['constructor', 'toString', 'first', '_entities0', 'v'];

interface Variable {
  /** Type of the places where it is used. */
  readonly place: string;
  readonly declared: string;
  readonly fallback: string | undefined;
  readonly isSent: boolean;
  readonly value: unknown;
}

interface Fragment {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

class Writer {
  private readonly fragments: Fragment[] = [];
  private readonly variables = new Map<string, Variable>();
  private selections = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly roots: readonly string[],
  ) {}

  operation(): RandomOperation {
    const kind = this.random.chance(1 / 6) ? 'mutation' : 'query';
    const root = kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType();
    const set = root ? this.set(root, 0) : '';
    const variables = [...this.variables];
    const header = variables
      .map(([name, { declared, fallback }]) => `$${name}: ${declared}${fallback ?? ''}`)
      .join(', ');
    const sent = variables.flatMap(([name, { isSent, value }]) => (isSent ? [[name, value]] : []));
    const texts = this.fragments.map(({ text }) => text);
    return {
      query: [`${kind} Q${header && `(${header})`} ${set}`, ...texts].join('\n'),
      variables: Object.fromEntries(sent),
    };
  }

  private set(type: GraphQLCompositeType, depth: number): string {
    const length = this.random.int(1, longestSet);
    return `{ ${Array.from({ length }, () => this.selection(type, depth)).join(' ')} }`;
  }

  private fieldsOf(type: GraphQLCompositeType, depth: number): readonly Field[] {
    const all = isUnionType(type) ? [] : Object.values(type.getFields());
    const preferred = all.filter(({ name }) => depth === 0 && this.roots.includes(name));
    if (preferred.length > 0 && this.random.chance(3 / 4)) return preferred;
    const composite = all.filter((field) => isCompositeType(getNamedType(field.type)));
    return composite.length > 0 && this.random.chance(1 / 2) ? composite : all;
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    this.selections += 1;
    const form = this.random.next();
    if (form < 0.1) return '__typename';
    if (form < 0.2) return 'kind: __typename';
    const fields = this.fieldsOf(type, depth);
    const isNarrowed = form < (isAbstractType(type) ? 0.7 : 0.3);
    if (fields.length === 0 || isNarrowed) return this.fragment(type, depth);
    return this.field(this.random.pick(fields), type, depth);
  }

  private field(field: Field, parent: GraphQLCompositeType, depth: number): string {
    const type = getNamedType(field.type);
    const isFull = depth >= deepest || this.selections >= selectionsMax;
    if (isCompositeType(type) && isFull) return '__typename';
    const alias = this.random.chance(1 / 6) ? `${this.alias(parent)}: ` : '';
    const set = isCompositeType(type) ? this.set(type, depth + 1) : '';
    return `${alias}${field.name}${this.given(field)} ${this.condition()} ${set}`;
  }

  /** An odd name, or that of another field. */
  private alias(type: GraphQLCompositeType): string {
    const names = isUnionType(type) ? [] : Object.keys(type.getFields());
    return this.random.pick(names.length > 0 && this.random.chance(1 / 4) ? names : aliases);
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    if (this.selections >= selectionsMax) return '__typename';
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const interfaces = possible.flatMap((one) =>
      'getInterfaces' in one ? one.getInterfaces() : [],
    );
    const chosen = this.random.pick([type, ...possible, ...interfaces]);
    const condition = this.condition();
    const known = this.fragments.filter((one) => one.type === chosen.name);
    if (known.length > 0 && this.random.chance(1 / 2)) {
      return `...${this.random.pick(known).name} ${condition}`;
    }
    const set = this.set(chosen, depth + 1);
    if (this.random.chance(1 / 2)) {
      const isNamed = chosen !== type || this.random.chance(1 / 2);
      return `... ${isNamed ? `on ${chosen.name}` : ''} ${condition} ${set}`;
    }
    const name = oddNames[this.fragments.length] ?? `F${this.fragments.length}`;
    this.fragments.push({
      name,
      type: chosen.name,
      text: `fragment ${name} on ${chosen.name} ${set}`,
    });
    return `...${name} ${condition}`;
  }

  private condition(): string {
    if (this.random.chance(5 / 6)) return '';
    const value = this.argument(new GraphQLNonNull(GraphQLBoolean), 1 / 3);
    return `@${this.random.pick(['skip', 'include'])}(if: ${value})`;
  }

  private given({ args }: Field): string {
    const given = args
      .filter((one) => isRequiredArgument(one) || this.random.chance(1 / 2))
      .map(({ name, type }) => `${name}: ${this.argument(type, 1 / 2)}`);
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  private argument(type: GraphQLInputType, shareOfLiterals: number): string {
    if (!this.random.chance(shareOfLiterals)) return `$${this.variable(type)}`;
    if (!isNonNullType(type) && this.random.chance(1 / 5)) return 'null';
    return this.literal(type);
  }

  private literal(type: GraphQLInputType): string {
    const node = astFromValue(this.value(type), type);
    if (!node) throw new Error(`There is no literal of ${type}.`);
    return print(node);
  }

  /** Declares a variable, or finds one of the same type. @returns its name. */
  private variable(type: GraphQLInputType): string {
    const place = String(type);
    const known = [...this.variables].filter(([, one]) => one.place === place);
    if (known.length > 0 && this.random.chance(1 / 2)) return this.random.pick(known)[0];
    const odd = this.random.pick(variableNames);
    const name = this.variables.has(odd) ? `v${this.variables.size}` : odd;
    const fallback = this.random.chance(1 / 3) ? ` = ${this.literal(type)}` : undefined;
    const mayBeLeftOut = !isNonNullType(type) || fallback !== undefined;
    // A default value makes up for null in a type.
    const isLoose = isNonNullType(type) && fallback !== undefined && this.random.chance(1 / 2);
    const isNull = !isNonNullType(type) && this.random.chance(1 / 4);
    this.variables.set(name, {
      place,
      declared: isLoose ? String(type.ofType) : place,
      fallback,
      isSent: !mayBeLeftOut || this.random.chance(1 / 2),
      value: isNull ? null : this.value(type),
    });
    return name;
  }

  private value(type: GraphQLInputType, depth = 0): unknown {
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (isListType(type)) return [this.value(type.ofType, depth)];
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) =>
          isRequiredInputField(field) || (depth < deepestInput && this.random.chance(1 / 4)),
      );
      return Object.fromEntries(fields.map((one) => [one.name, this.value(one.type, depth + 1)]));
    }
    const number = this.random.int(0, 3);
    const scalars: Record<string, unknown> = { Int: number, Float: 1.5, Boolean: number < 2 };
    return scalars[type.name] ?? `n${number}`;
  }
}

/**
 * An operation over a schema; it may select one name for two things, and is no operation then.
 * @param roots fields of the roots that it prefers.
 */
export const randomOperation = (
  schema: GraphQLSchema,
  seed: number,
  roots: readonly string[] = [],
): RandomOperation => new Writer(schema, new Random(seed), roots).operation();
