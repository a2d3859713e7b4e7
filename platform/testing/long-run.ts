import { inject } from 'vitest';

/**
 * Whether this is `npm run test:long`: it runs journeys in each topology, tries more of what is
 * drawn at random, and runs what follows a journey through its rare branches.
 */
export const isLongRun: boolean = inject('isLongRun');
