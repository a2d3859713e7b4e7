import type { z } from 'zod';

/** The kinds of value that one environment variable can carry. */
export type LeafKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'choiceOrList'
  | 'structure';

/** A single value of a configuration: where it stands, and what it is. */
export interface Leaf {
  readonly path: readonly string[];
  readonly kind: LeafKind;
  readonly expected: string;
  /** The words that stand beside a list, such as `all`. */
  readonly choices?: readonly string[];
}

/** The part of zod's own definitions that is read here; `def.type` is zod's public discriminator. */
interface Definition {
  readonly type: string;
  readonly innerType?: Introspected;
  readonly in?: Introspected;
  readonly options?: readonly Introspected[];
  readonly element?: Introspected;
  readonly entries?: Record<string, string>;
  readonly values?: readonly unknown[];
}

interface Introspected {
  readonly _zod: { readonly def: Definition };
  readonly shape?: Record<string, Introspected>;
  readonly minLength?: number | null;
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  readonly isInt?: boolean;
}

const wrappers = new Set([
  'default',
  'prefault',
  'optional',
  'nullable',
  'readonly',
  'nonoptional',
  'catch',
]);

function unwrap(schema: Introspected): Introspected {
  const { def } = schema._zod;
  if (wrappers.has(def.type) && def.innerType) return unwrap(def.innerType);
  if (def.type === 'pipe' && def.in) return unwrap(def.in);
  return schema;
}

function numberShape(schema: Introspected): string {
  const bounded = Number.isFinite(schema.minValue) && Number.isFinite(schema.maxValue);
  const noun = schema.isInt === false ? 'a number' : 'a whole number';
  return bounded ? `${noun} from ${schema.minValue} to ${schema.maxValue}` : noun;
}

function textShape(schema: Introspected): string {
  const least = schema.minLength ?? 0;
  return least > 1 ? `text of at least ${least} characters` : 'text';
}

function shapeOf(wrapped: Introspected): Omit<Leaf, 'path'> {
  const schema = unwrap(wrapped);
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return { kind: 'text', expected: textShape(schema) };
    case 'number':
      return { kind: 'number', expected: numberShape(schema) };
    case 'boolean':
      return { kind: 'boolean', expected: 'true or false' };
    case 'enum':
      return { kind: 'choice', expected: `one of ${Object.values(def.entries ?? {}).join(', ')}` };
    case 'literal':
      return { kind: 'choice', expected: (def.values ?? []).map(String).join(', ') };
    case 'array':
      return { kind: 'list', expected: 'a list' };
    case 'union': {
      const options = (def.options ?? []).map(shapeOf);
      const expected = options.map((option) => option.expected).join(', or ');
      const list = options.some((option) => option.kind === 'list');
      const choices = options
        .filter((option) => option.kind === 'choice')
        .map((option) => option.expected);
      return { kind: list ? 'choiceOrList' : 'text', expected, choices };
    }
    default:
      return { kind: 'structure', expected: 'a structure' };
  }
}

/** Every single value of a schema made of nested objects, in the order in which they are written. */
export function leavesOf(schema: z.core.$ZodType, path: readonly string[] = []): Leaf[] {
  const inner = unwrap(schema as unknown as Introspected);
  if (inner._zod.def.type !== 'object') {
    return [{ path, ...shapeOf(schema as unknown as Introspected) }];
  }
  return Object.entries(inner.shape ?? {}).flatMap(([key, child]) =>
    leavesOf(child as unknown as z.core.$ZodType, [...path, key]),
  );
}
