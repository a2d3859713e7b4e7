import type { Options, Scenario } from 'k6/options';

/** The objectives of docs/sla.md, as thresholds. */
export const thresholds = {
  'http_req_duration{kind:order}': ['p(99.9)<5000'],
  'http_req_duration{kind:read}': ['p(99)<250'],
  faults: ['rate<0.0001'],
};

/** Time that a user reads before the next call, in seconds. */
export const pauseSeconds = 1;

const users = (stages: readonly (readonly [duration: string, target: number])[]): Scenario => ({
  executor: 'ramping-vus',
  exec: 'visit',
  startVUs: 0,
  stages: stages.map(([duration, target]) => ({ duration, target })),
  gracefulRampDown: '10s',
});

const scenarios = {
  /** Whether every call works at all. */
  smoke: { executor: 'shared-iterations', exec: 'visit', vus: 1, iterations: 3, maxDuration: '1m' },
  /** An ordinary busy hour, cut short. */
  load: { executor: 'constant-vus', exec: 'visit', vus: 100, duration: '5m' },
  /** In steps, until a threshold is crossed: where it breaks. */
  stress: users([
    ['2m', 100],
    ['5m', 100],
    ['2m', 200],
    ['5m', 200],
    ['2m', 400],
    ['5m', 400],
    ['2m', 0],
  ]),
  /** A newsletter: ten times the users within ten seconds, and whether it recovers. */
  spike: users([
    ['1m', 50],
    ['10s', 500],
    ['2m', 500],
    ['10s', 50],
    ['3m', 50],
    ['30s', 0],
  ]),
  /** Whether something grows over hours. */
  soak: { executor: 'constant-vus', exec: 'visit', vus: 50, duration: '4h' },
} satisfies Readonly<Record<string, Scenario>>;

export const optionsOf = (profile: keyof typeof scenarios): Options => ({
  scenarios: { [profile]: scenarios[profile] },
  thresholds,
  summaryTrendStats: ['avg', 'med', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
});
