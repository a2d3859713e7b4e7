import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { checkFiles } from './check-configuration';

const tls = { certificateFile: '/nowhere/one.pem', keyFile: '/nowhere/one.key' };
const manifest = '/nowhere/manifest.json';

test.each([
  ['certificate', { server: { tls } }, 'The certificate file /nowhere/one.pem cannot be read'],
  ['manifest', { graphql: { persistedOperations: { manifest } } }, `${manifest} cannot be read`],
])('a %s that a start could not read is a fault', (_what, raw, message) => {
  expect(() => checkFiles(parseConfiguration(raw))).toThrow(message);
});
