import { type LoadScenario, scenarios } from '../../ops/k6/workload/scenarios';

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

const secondsPerMinute = 60;

export interface Size {
  /** The largest number of concurrent users; null for that of the scenario. */
  readonly users: number | null;
  /** The length of all stages together; null for the scenario's own length. */
  readonly minutes: number | null;
}

export const mostUsers = ({ startUsers, stages }: LoadScenario): number =>
  Math.max(startUsers, ...stages.map(({ users }) => users));

/** @returns the same course with other numbers of users, in another time. */
export function resized(scenario: LoadScenario, { users, minutes }: Size): LoadScenario {
  const seconds = scenario.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const longer = minutes === null ? 1 : (minutes * secondsPerMinute) / seconds;
  const more = users === null ? 1 : users / mostUsers(scenario);
  return {
    startUsers: Math.round(scenario.startUsers * more),
    stages: scenario.stages.map((stage) => ({
      seconds: stage.seconds * longer,
      users: Math.round(stage.users * more),
    })),
  };
}
