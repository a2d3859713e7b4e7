import { optionsOf } from './workload/options.ts';

export { setup, visit } from './workload/virtual-user.ts';

export const options = optionsOf('load');
