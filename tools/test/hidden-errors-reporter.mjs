// A reporter for Vitest, whose JSON report has no errors outside of a test and none of hooks.
import { writeFileSync } from 'node:fs';

const messageOf = ({ name, message }) => [name, message].filter(Boolean).join(': ');

/** The first error of a file that belongs to no test: it could not be loaded, or a hook failed. */
function hookError(module) {
  const suites = [module, ...module.children.allSuites()];
  const [error] = suites.flatMap((suite) => suite.errors());
  return error === undefined ? [] : [[module.moduleId, messageOf(error)]];
}

export default class HiddenErrorsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const outside = unhandledErrors.map(messageOf);
    const hooks = Object.fromEntries(modules.flatMap(hookError));
    writeFileSync(process.env.TEST_HIDDEN_ERRORS_FILE, JSON.stringify({ outside, hooks }));
  }
}
