import { parseConfiguration } from '../../../config/schema';
import { dataKeySettings } from '../../../config/schema/encryption';

/** The keys of a shop without settings of its own for encryption. */
export const testOrdersKeys = dataKeySettings(
  parseConfiguration({ environment: 'test' }).encryption,
  'orders',
);
