import type * as pgBoss from 'pg-boss';

/**
 * The package pg-boss, loaded when jobs are opened or migrated: it takes 50 ms of CPU at each start,
 * also of a command that has none.
 */
export const bossPackage = (): typeof pgBoss => require('pg-boss');
