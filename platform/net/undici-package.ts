import type * as undici from 'undici';

/**
 * The package undici, loaded when it is used first: its 109 modules take 60 ms of CPU at each start,
 * also of a process that only answers.
 */
export const undiciPackage = (): typeof undici => require('undici');
