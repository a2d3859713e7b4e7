/** Of pg, exported by it and not described by its types. */
declare module 'pg/lib/utils' {
  /** A value as it is written into a message: text, bytes, or null. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
