/** A step of a release. */
export interface Step {
  /** The percentage of the requests that go to the new version. */
  readonly percent: number;
  readonly seconds: number;
}

const whole = 100;

/** The percentages of the steps of a canary. */
export const profiles = {
  /** Four steps. */
  steps: [10, 25, 50, whole],
  /** A hundred steps. */
  'one-percent': Array.from({ length: whole }, (_, step) => step + 1),
} as const;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

export const stepsOf = (name: ProfileName, seconds: number): Step[] =>
  profiles[name].map((percent) => ({ percent, seconds }));

/** All requests at once, watched for a while. */
export const atOnce = (seconds: number): Step[] => [{ percent: whole, seconds }];
