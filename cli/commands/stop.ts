import { newCommand } from '../program/new-command';
import { whileWorking } from '../program/progress';
import { printResult } from '../program/results';

export const stopCommand = () =>
  newCommand('stop', {
    summary: 'Stop the shop',
    description: [
      'Does what Ctrl-C does: requests in progress are answered, then everything stops, and the command waits for that. A shop that has all its servers and secrets configured uses no data folder, by which this command finds it: stop that the way it was started. Faults of settings are listed, and hinder it only if the data folder is not known.',
    ],
    examples: [['', 'stops the shop of this folder']],
    json: '{ pid }, null if none ran',
    exitCodes: {
      0: 'it has stopped, or did not run',
      1: 'it did not end in time, or does not use this data folder',
    },
  }).action(async (options) => {
    const { stopShop } = await import('../running/stop.js');
    const pid = await whileWorking('Stopping', stopShop());
    const text =
      pid === null
        ? 'The shop does not run. Nothing was changed.\n'
        : `The shop has stopped (process ${pid}).\n`;
    printResult(options, { pid }, text);
  });
