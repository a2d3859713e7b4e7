import { exitCode } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

export const statusCommand = () =>
  newCommand('status', {
    summary: 'Show which processes run, and whether they are ready',
    description: [
      'Asks the gateway, the payment sandbox and, where each service is a process of its own, their admin ports on this machine. `warn` means that a process works without something that it can do without for a while, and names it. `down` means that it does not answer, with the reason unless nothing listens there. A certificate that clients refuse is a failure, with what to do about it. Faults in the settings are only listed, unless they hide the data folder.',
    ],
    examples: [
      ['', 'prints a line for each process'],
      ['--json', 'prints the same for a program'],
    ],
    json: '{ isReady, isRunning, pid, processes: [{ name, url, status, checks }] }',
    exitCodes: {
      [exitCode.done]: 'the shop is ready',
      [exitCode.failed]: 'it runs, and is not ready',
      [exitCode.notRunning]: 'it does not run',
    },
  }).action(async (options) => {
    const { locatedShop } = await import('../program/located-shop.js');
    const { notRunning } = await import('../running/not-running.js');
    const { shopStatus, statusText } = await import('../running/status.js');
    const configuration = await locatedShop();
    const status = await shopStatus(configuration);
    const { isRunning } = status;
    const text = isRunning
      ? statusText(status)
      : `${notRunning(configuration.dataFolder).message}\n`;
    printResult(options, status, text);
    if (!isRunning) process.exitCode = exitCode.notRunning;
    else if (!status.isReady) process.exitCode = exitCode.failed;
  });
