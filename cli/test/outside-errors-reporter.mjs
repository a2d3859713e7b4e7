// A reporter for Vitest, whose JSON report has no errors that occurred outside of a test.
import { writeFileSync } from 'node:fs';

const messageOf = ({ name, message }) => [name, message].filter(Boolean).join(': ');

export default class OutsideErrorsReporter {
  onTestRunEnd(_modules, unhandledErrors) {
    const messages = unhandledErrors.map(messageOf);
    writeFileSync(process.env.TEST_OUTSIDE_ERRORS_FILE, JSON.stringify(messages));
  }
}
