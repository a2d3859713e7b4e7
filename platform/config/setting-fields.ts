import './zod-locales-off';
import { z } from 'zod';

/** The types of value that an environment variable can have. */
export type SettingKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'choiceOrList'
  | 'structure';

/** A single setting: its path in the configuration, and its type. */
export interface SettingField {
  readonly path: readonly string[];
  readonly kind: SettingKind;
  readonly expected: string;
  /** The words allowed instead of a list, such as `all`. */
  readonly choices?: readonly string[];
  readonly description?: string;
  /** The default; undefined if it depends on other settings. */
  readonly default?: unknown;
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
  readonly defaultValue?: unknown;
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

/** Metadata of the schema, or of the schema that a wrapper contains. */
function firstWithin<Found>(
  schema: Introspected,
  look: (at: Introspected) => Found | undefined,
): Found | undefined {
  const found = look(schema);
  if (found !== undefined) return found;
  const { def } = schema._zod;
  const inner = def.type === 'pipe' ? def.in : wrappers.has(def.type) ? def.innerType : undefined;
  return inner && firstWithin(inner, look);
}

const descriptionOf = (schema: Introspected): string | undefined =>
  z.globalRegistry.get(schema as unknown as z.core.$ZodType)?.description;

const defaultOf = ({ _zod: { def } }: Introspected): unknown =>
  def.type === 'default' ? def.defaultValue : undefined;

function numberShape(schema: Introspected): string {
  const bounded = Number.isFinite(schema.minValue) && Number.isFinite(schema.maxValue);
  const noun = schema.isInt === false ? 'a number' : 'a whole number';
  return bounded ? `${noun} from ${schema.minValue} to ${schema.maxValue}` : noun;
}

function textShape(schema: Introspected): string {
  const least = schema.minLength ?? 0;
  return least > 1 ? `text of at least ${least} characters` : 'text';
}

function shapeOf(wrapped: Introspected): Pick<SettingField, 'kind' | 'expected' | 'choices'> {
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
    case 'array': {
      const element = def.element && unwrap(def.element)._zod.def.type;
      if (element === 'object') return { kind: 'structure', expected: 'a list of structures' };
      return { kind: 'list', expected: 'a list' };
    }
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

/** All single values of a schema of nested objects, in the order of declaration. */
export function settingFieldsOf(
  schema: z.core.$ZodType,
  path: readonly string[] = [],
): SettingField[] {
  const inner = unwrap(schema as unknown as Introspected);
  if (inner._zod.def.type !== 'object') {
    const wrapped = schema as unknown as Introspected;
    const description = firstWithin(wrapped, descriptionOf);
    const defaultValue = firstWithin(wrapped, defaultOf);
    return [{ path, ...shapeOf(wrapped), description, default: defaultValue }];
  }
  return Object.entries(inner.shape ?? {}).flatMap(([key, child]) =>
    settingFieldsOf(child as unknown as z.core.$ZodType, [...path, key]),
  );
}
