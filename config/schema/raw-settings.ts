/** The value at a path of settings as they were written; undefined if there is none. */
export function valueAt(raw: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const within = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return within ? (value as Record<string, unknown>)[key] : undefined;
  }, raw);
}
