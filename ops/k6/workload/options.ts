import type { Options, Scenario } from 'k6/options';
import {
  type LatencyObjective,
  type LoadScenario,
  objectives,
  scenarios,
  smokeVisits,
  toleratedFaultShare,
} from './scenarios.ts';

const threshold = ({ percentile, withinMs }: LatencyObjective): string[] => [
  `p(${percentile})<${withinMs}`,
];

const users = ({ startUsers, stages }: LoadScenario): Scenario => ({
  executor: 'ramping-vus',
  exec: 'visit',
  startVUs: startUsers,
  stages: stages.map(({ seconds, users }) => ({ duration: `${seconds}s`, target: users })),
  gracefulRampDown: '10s',
});

const smoke: Scenario = {
  executor: 'shared-iterations',
  exec: 'visit',
  vus: 1,
  iterations: smokeVisits,
  maxDuration: '1m',
};

/** A scenario as k6 reads it. */
export const optionsOf = (name: 'smoke' | keyof typeof scenarios): Options => ({
  scenarios: { [name]: name === 'smoke' ? smoke : users(scenarios[name]) },
  thresholds: {
    'http_req_duration{kind:order}': threshold(objectives.order),
    'http_req_duration{kind:read}': threshold(objectives.read),
    faults: [`rate<${toleratedFaultShare}`],
  },
  summaryTrendStats: ['avg', 'med', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
});
