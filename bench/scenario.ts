import type { Row } from './result';

/** An option of a scenario. How its text is read is up to the scenario; see `Given`. */
export interface Option {
  /** What stands behind it in the help, e.g. `LIST`. */
  readonly value: string;
  readonly means: string;
  readonly fallback: string;
}

export interface Measured {
  readonly rows: readonly Row[];
  /** What was promised and does not hold, a sentence each: the command fails of it. */
  readonly faults?: readonly string[];
  /** Printed below the table, as it is. */
  readonly report?: string;
}

export type Say = (line: string) => void;

/** One thing that can be measured. None knows another; what they share lies beside this file. */
export interface Scenario {
  readonly name: string;
  /** Its line of the help. */
  readonly measures: string;
  readonly options: Readonly<Record<string, Option>>;
  run(given: Given, say: Say): Promise<Measured>;
}

/** The options as they were given, or their fallbacks. */
export class Given {
  constructor(private readonly values: Readonly<Record<string, string>>) {}

  text(name: string): string {
    return this.values[name] ?? '';
  }

  /** @throws Error when it is no number above zero. */
  number(name: string): number {
    return positive(name, this.text(name));
  }

  /** Numbers between commas. @throws Error when one of them is none above zero. */
  numbers(name: string): number[] {
    return this.text(name)
      .split(',')
      .map((text) => positive(name, text));
  }

  /** @throws Error when it is none of the names. */
  oneOf<Name extends string>(name: string, names: readonly Name[]): Name {
    const found = names.find((known) => known === this.text(name));
    if (found === undefined) throw new Error(`--${name} is ${names.join(' or ')}.`);
    return found;
  }
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} takes numbers above zero, and "${text}" is none.`);
}

/** @returns the values of a scenario's options. @throws Error for one that it does not know. */
export function givenTo(
  scenario: Scenario,
  values: Readonly<Record<string, string | undefined>>,
): Given {
  const unknown = Object.keys(values).find((name) => !(name in scenario.options));
  if (unknown !== undefined) {
    throw new Error(`${scenario.name} has no --${unknown}. --help says what it has.`);
  }
  const options = Object.entries(scenario.options);
  return new Given(
    Object.fromEntries(options.map(([name, { fallback }]) => [name, values[name] ?? fallback])),
  );
}

const hintWidth = 19;

/** The part of the help that is about one scenario. */
export function helpOf({ name, measures, options }: Scenario): string {
  const lines = Object.entries(options).map(([option, { value, means, fallback }]) => {
    const hint = `--${option} ${value}`.padEnd(hintWidth);
    return `    ${hint} ${means}${fallback === '' ? '' : `; ${fallback} when left out`}`;
  });
  return [`  ${name}: ${measures}`, ...lines].join('\n');
}
