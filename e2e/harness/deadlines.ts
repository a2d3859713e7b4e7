import { vi } from 'vitest';

/**
 * How long journeys wait. These are bounds against hanging forever and say nothing about how fast
 * anything is: the machine may be slow, and busy with other suites.
 */
export const callDeadlineMs = 60_000;
export const commandDeadlineMs = 180_000;
/** For one question whether a shop is ready, of many. */
export const readyAnswerMs = 10_000;
export const startDeadlineMs = 150_000;
export const stopDeadlineMs = 60_000;
/** For what happens soon after the answer, such as a capture or a restart. */
export const soonMs = 60_000;
export const pollMs = 100;

vi.setConfig({ testTimeout: 360_000, hookTimeout: 240_000 });
