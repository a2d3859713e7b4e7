/** One thing that is wrong: where, and what is expected there. */
export interface ConfigurationFault {
  readonly path: string;
  readonly expected: string;
}

/** Everything that is wrong with a configuration, in one go, so that it is mended in one go. */
export class ConfigurationError extends Error {
  readonly faults: readonly ConfigurationFault[];

  constructor(faults: readonly ConfigurationFault[]) {
    const lines = faults.map((fault) => `  ${fault.path}: ${fault.expected}`);
    super(`The configuration is not valid:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}
