import { isRecord } from '../../../platform/config/is-record';

/** An object of an answer. Its keys are client aliases, so any name is possible. */
export type JsonObject = Record<string, unknown>;

/** The own property of this name, never an inherited one such as `constructor`. */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether every object has this name. All other names can be read and assigned without a check. */
export const isInherited = (key: string): boolean => inherited.has(key);

/** Names that an assignment would not create as own properties. */
const prototypeKey = '__proto__';

export function put(object: JsonObject, key: string, value: unknown): void {
  if (key !== prototypeKey) {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  source.forEach((value, index) => {
    const present = target[index];
    if (isRecord(present) && isRecord(value)) merge(present, value);
    else target[index] = value;
  });
}

/** Merges the result of a fetch: objects deeply, other values by replacement. */
export function merge(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const present = typeof value === 'object' ? own(target, key) : undefined;
    if (isRecord(present) && isRecord(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
      mergeLists(present, value);
    } else put(target, key, value);
  }
}
