import { optionsOf } from './lib/profiles.ts';

export { setup, visit } from './lib/visit.ts';

export const options = optionsOf('load');
