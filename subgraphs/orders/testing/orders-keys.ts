import { dataKeySettings } from '../../../config/encryption';
import { parseConfiguration } from '../../../config/schema';

/** Of a shop without settings of its own for encryption. */
export const testOrdersKeys = dataKeySettings(
  parseConfiguration({ environment: 'test' }).encryption,
  'orders',
);
