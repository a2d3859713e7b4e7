import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';

export const stopCommand = () =>
  newCommand('stop', {
    summary: 'Stop the shop',
    description: [
      'Does what Ctrl-C does: requests in progress are answered, then everything stops, and the command waits for that. It finds the shop by the data folder, which every start locks; a shop with servers of its own that could not lock it, as its log says, is stopped the way it was started. Faults in the settings are only listed, unless they hide the data folder.',
    ],
    examples: [['', 'stops the shop of this folder']],
    json: '{ pid }, null if none ran',
    exitCodes: {
      0: 'it has stopped, or did not run',
      1: 'it did not end in time, or another shop or command runs',
    },
  }).action(async (options) => {
    const { stopShop } = await import('../running/stop.js');
    const { pid, text } = await whileWorking('Stopping', stopShop());
    printResult(options, { pid }, `${text}\n`);
  });
