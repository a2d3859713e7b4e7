/** One fault: its path, and what is expected there. */
export interface ConfigurationFault {
  readonly path: string;
  readonly expected: string;
}

/** All faults of a configuration at once, so that they can be fixed at once. */
export class ConfigurationError extends Error {
  readonly faults: readonly ConfigurationFault[];

  constructor(faults: readonly ConfigurationFault[]) {
    const lines = faults.map((fault) => `  ${fault.path}: ${fault.expected}`);
    super(`The configuration is not valid:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}
