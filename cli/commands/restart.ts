import { needsShop } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';

export const restartCommand = () =>
  newCommand('restart', {
    summary: 'Restart the processes of a shop without a pause',
    description: [
      'Starts another process beside each one, in turn: subgraphs, background jobs, gateways. When the other is ready, the old one accepts no new connections, finishes its requests, tells live updates to reconnect, and ends, within 30 s. No request is lost. If a process does not start, the old one stays, and so do those that follow.',
      'The shop must have been started with --distributed or --copies. It runs the code that is in dist/ then, with the current settings, but migrates nothing. What names servers, addresses and ports needs a new start, as the log says; so does a variable of the environment. PostgreSQL, Redis, the payment sandbox and the supervisor are not restarted.',
    ],
    examples: [['', 'restarts every process, and prints how long each took']],
    json: '{ replaced: [{ name, tookMs }] }',
    exitCodes: needsShop,
  }).action(async (options) => {
    const { restartShop } = await import('../running/restart.js');
    const replaced = await whileWorking('Restarting', restartShop());
    const width = Math.max(...replaced.map(({ name }) => name.length));
    const lines = replaced.map(
      ({ name, tookMs }) => `${name.padEnd(width)}  ${(tookMs / 1_000).toFixed(1)} s\n`,
    );
    const text = `${lines.join('')}Every process was replaced.\n`;
    printResult(options, { replaced }, text);
  });
