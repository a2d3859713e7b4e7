/**
 * The load tests: how many users there are and when, what a user does, and what the shop must meet.
 * Shared by the scripts for k6 and by `npm run bench -- load`.
 */

/** A time in which the number of users changes evenly to another one. */
export interface Stage {
  readonly seconds: number;
  readonly users: number;
}

export interface LoadScenario {
  readonly startUsers: number;
  readonly stages: readonly Stage[];
}

const minutes = (count: number): number => count * 60;

const constant = (users: number, seconds: number): LoadScenario => ({
  startUsers: users,
  stages: [{ seconds, users }],
});

/** Whether every call works at all: one user. */
export const smokeVisits = 3;

export const scenarios = {
  /** A busy hour, cut short. */
  load: constant(100, minutes(5)),
  /** Adds users in steps, until an objective is missed. */
  stress: {
    startUsers: 0,
    stages: [
      { seconds: minutes(2), users: 100 },
      { seconds: minutes(5), users: 100 },
      { seconds: minutes(2), users: 200 },
      { seconds: minutes(5), users: 200 },
      { seconds: minutes(2), users: 400 },
      { seconds: minutes(5), users: 400 },
      { seconds: minutes(2), users: 0 },
    ],
  },
  /** A newsletter: ten times the users within ten seconds, and whether the shop recovers. */
  spike: {
    startUsers: 0,
    stages: [
      { seconds: minutes(1), users: 50 },
      { seconds: 10, users: 500 },
      { seconds: minutes(2), users: 500 },
      { seconds: 10, users: 50 },
      { seconds: minutes(3), users: 50 },
      { seconds: 30, users: 0 },
    ],
  },
  /** Whether something grows over hours. */
  soak: constant(50, minutes(240)),
} satisfies Readonly<Record<string, LoadScenario>>;

/** Time that a user reads before the next call. */
export const pauseSeconds = 1;
/** One visit in ten places an order. */
export const visitsPerOrder = 10;

/** Answers within a time, as a percentile. */
export interface LatencyObjective {
  readonly percentile: number;
  readonly withinMs: number;
}

/** The objectives of docs/sla.md. */
export const objectives = {
  order: { percentile: 99.9, withinMs: 5_000 },
  read: { percentile: 99, withinMs: 250 },
} satisfies Readonly<Record<string, LatencyObjective>>;
/** Faults must be fewer than this share of all calls. */
export const toleratedFaultShare = 0.0001;
/** Errors of the shop, not of the user, as the objective counts them. */
export const faultCodes: readonly string[] = [
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
];
