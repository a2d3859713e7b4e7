import { ComparedAnswers, type ComparedVersions } from './compared-answers';
import { runStepCommand, type StepCommand } from './step-command';

interface StepChecksOptions extends ComparedVersions {
  readonly command: StepCommand | null;
}

/** The checks that the release itself makes of a new version at each step. */
export class StepChecks {
  private readonly answers: ComparedAnswers;

  constructor(private readonly options: StepChecksOptions) {
    this.answers = new ComparedAnswers(options);
  }

  /**
   * @param percent of the requests that the new version has.
   * @returns why it must be rolled back; null if it may stay, or the signal was aborted.
   */
  async run(percent: number, signal: AbortSignal): Promise<string | null> {
    const difference = await this.answers.run(signal);
    const { command, after: url, log } = this.options;
    if (difference !== null || command === null) return difference;
    return runStepCommand(command, { url, percent, log: log, signal });
  }
}
