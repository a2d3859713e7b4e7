/** The scripts of `npm test` run before anything is compiled, and have no types. */
declare module '*.mjs';
