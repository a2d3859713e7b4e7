import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

const texts = {
  off: 'demo.enabled is off: nothing to do.\n',
  filled: 'The demo shop is in the databases.\n',
  kept: 'The databases have other data: they were left unchanged.\n',
} as const;

export const demoDataCommand = () =>
  newCommand('demo-data', {
    summary: 'Fill empty databases with the demo shop',
    description: [
      'Fills them if demo.enabled is set. A start does this itself; containers run this command. Users and inventory must be running, and services.tls.* must name the certificate `cli`.',
    ],
    isDevelopmentOnly: true,
    examples: [['', 'says whether the demo shop is in the databases']],
    json: '{ result }, one of off, filled, kept',
  }).action(async (options) => {
    const { fillDeployment } = await import('../topology/fill-deployment.js');
    const result = await fillDeployment();
    printResult(options, { result }, texts[result]);
  });
