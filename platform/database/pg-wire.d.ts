/** The functions that pg exports and its types do not describe. */
declare module 'pg/lib/utils' {
  /** A value as it is written into a message: text, bytes, or null. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
