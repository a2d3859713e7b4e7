import type { Row } from './result';

/** An option of a scenario. The scenario decides how its text is parsed; see `OptionValues`. */
export interface Option {
  /** The placeholder in the help, e.g. `LIST`. */
  readonly value: string;
  readonly means: string;
  readonly fallback: string;
}

export interface Measured {
  readonly rows: readonly Row[];
  /** A sentence for each violated guarantee; the command then fails. */
  readonly faults?: readonly string[];
  /** Text printed below the table. */
  readonly report?: string;
}

export type Log = (line: string) => void;

/** A benchmark. Scenarios do not import each other; shared code is next to this file. */
export interface Scenario {
  readonly name: string;
  /** Its line in the help. */
  readonly measures: string;
  readonly options: Readonly<Record<string, Option>>;
  run(options: OptionValues, log: Log): Promise<Measured>;
}

/** The values of the options, or their defaults. */
export class OptionValues {
  constructor(private readonly values: Readonly<Record<string, string>>) {}

  text(name: string): string {
    return this.values[name] ?? '';
  }

  /** @throws Error unless it is a number above zero. */
  number(name: string): number {
    return positive(name, this.text(name));
  }

  /** A comma-separated list. @throws Error unless each is a number above zero. */
  numbers(name: string): number[] {
    return this.text(name)
      .split(',')
      .map((text) => positive(name, text));
  }

  /** @throws Error unless it is one of the names. */
  oneOf<Name extends string>(name: string, names: readonly Name[]): Name {
    const found = names.find((known) => known === this.text(name));
    if (found === undefined) throw new Error(`--${name} must be ${names.join(' or ')}.`);
    return found;
  }
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} must be a number above zero, not "${text}".`);
}

/** @returns the values of a scenario's options. @throws Error for an unknown option. */
export function optionValues(
  scenario: Scenario,
  values: Readonly<Record<string, string | undefined>>,
): OptionValues {
  const unknown = Object.keys(values).find((name) => !(name in scenario.options));
  if (unknown !== undefined) {
    throw new Error(`${scenario.name} has no --${unknown}. See --help for its options.`);
  }
  const options = Object.entries(scenario.options);
  return new OptionValues(
    Object.fromEntries(options.map(([name, { fallback }]) => [name, values[name] ?? fallback])),
  );
}

const hintWidth = 19;

/** The section of the help for one scenario. */
export function helpOf({ name, measures, options }: Scenario): string {
  const lines = Object.entries(options).map(([option, { value, means, fallback }]) => {
    const hint = `--${option} ${value}`.padEnd(hintWidth);
    return `    ${hint} ${means}${fallback === '' ? '' : ` (${fallback})`}`;
  });
  return [`  ${name}: ${measures}`, ...lines].join('\n');
}
