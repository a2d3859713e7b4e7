export { commandDeadlineMs } from '../../testing/command';
export { callDeadlineMs } from './client';

/**
 * Timeouts of waits in journeys; vitest.config.mts has those of tests. They only prevent hanging
 * and are no performance targets, because the machine may be slow or busy with other suites.
 */
/** The deadline of one readiness check of many. */
export const readyAnswerMs = 10_000;
export const startDeadlineMs = 150_000;
export const stopDeadlineMs = 60_000;
/** The time for work soon after the response, such as a capture or a restart. */
export const soonMs = 60_000;
export const pollMs = 100;
