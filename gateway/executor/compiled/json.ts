/** An object of an answer: its keys are a client's aliases, and any name may be one. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands under the key itself, and never what every object has, as `constructor`. */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Names that an assignment would not make a key of. */
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
    if (isObject(present) && isObject(value)) merge(present, value);
    else target[index] = value;
  });
}

/** Adds what a fetch brought: objects grow together, everything else is what came last. */
export function merge(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const present = own(target, key);
    if (isObject(present) && isObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
      mergeLists(present, value);
    } else put(target, key, value);
  }
}
