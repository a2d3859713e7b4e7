import { optionsOf } from './lib/options.ts';

export { setup, visit } from './lib/virtual-user.ts';

export const options = optionsOf('smoke');
