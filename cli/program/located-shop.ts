import { loadDespiteFaults } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';

/** The configuration of a command that looks for a running shop. Faults are printed as a warning. */
export const locatedShop = (): Promise<Configuration> =>
  loadDespiteFaults(({ message }) => {
    process.stderr.write(
      `${message}\nThis command uses the defaults for each group of settings with a fault.\n`,
    );
  });
