import { loadDespiteFaults } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';

/** The configuration by which a command finds the shop that runs. Faults are printed as a warning. */
export const locatedShop = (): Promise<Configuration> =>
  loadDespiteFaults(({ message }) => {
    process.stderr.write(
      `${message}\nA group of settings with a fault is taken to have its defaults.\n`,
    );
  });
