import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { metricsUrlOf, offsetOf, versionEnvironment } from './addresses';
import { demandSocketPath } from './folder';
import { slots } from './haproxy';
import { ReleaseFolder } from './state';

const environmentWith = (raw: unknown) => {
  const folder = new ReleaseFolder(folderForTest());
  const configuration = parseConfiguration({ environment: 'test', ...(raw as object) });
  const environment = { ORDERPROCESSING_LOG_LEVEL: 'warn' };
  const settings = { configuration, folder, environment, workingFolder: '/srv/shop' };
  return versionEnvironment(settings, 'blue');
};

test('a version trusts HAProxy, and the proxies of the shop in front of it', () => {
  const variable = 'ORDERPROCESSING_SERVER_TRUSTED_PROXIES';
  expect(environmentWith({})[variable]).toBe('127.0.0.1');
  const server = { trustedProxies: ['10.0.0.5', '::1'] };
  expect(environmentWith({ server })[variable]).toBe('127.0.0.1,10.0.0.5,::1');
});

test.each([
  [{}, 'http://127.0.0.1:4000'],
  [{ server: { host: '0.0.0.0', port: 80 } }, 'http://127.0.0.1:80'],
  [{ server: { host: '10.0.0.5' } }, 'http://10.0.0.5:4000'],
  [{ server: { host: 'fd00::5' } }, 'http://[fd00::5]:4000'],
  [{ services: { gateway: { url: 'http://shop.internal:4000' } } }, 'http://shop.internal:4000'],
])('payments of a version with %j are reported to %s', (raw, url) => {
  expect(environmentWith(raw).ORDERPROCESSING_SERVICES_GATEWAY_URL).toBe(url);
});

test('both versions know of the backups that the commands make', () => {
  const variable = 'ORDERPROCESSING_BACKUPS_STATE_FILE';
  expect(environmentWith({ dataFolder: '.data' })[variable]).toBe('/srv/shop/.data/backups.json');
  const backups = { stateFile: '/var/lib/shop/backups.json' };
  expect(environmentWith({ backups })[variable]).toBe(backups.stateFile);
});

test('a version has its own data, and the settings of the release', () => {
  const { ORDERPROCESSING_DATA_FOLDER: data = '', ...others } = environmentWith({});
  expect(path.basename(data)).toBe('blue');
  expect(others).toMatchObject({
    ORDERPROCESSING_LOG_LEVEL: 'warn',
    ORDERPROCESSING_SERVER_HOST: '127.0.0.1',
    ORDERPROCESSING_SERVER_PORT_OFFSET: '1000',
  });
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['10.0.0.5', '10.0.0.5'],
  ['::1', '[::1]'],
])('the metrics of a version with services.host %s are at %s', (host, reached) => {
  const configuration = parseConfiguration({ environment: 'test', services: { host } });
  expect(metricsUrlOf(configuration, 'green')).toBe(`http://${reached}:6002/metrics`);
});

test.each([4000, 5000, 8080])(
  'both versions of a shop at port %i have ports that fetch accepts',
  (port) => {
    const configuration = parseConfiguration({ environment: 'test', server: { port } });
    for (const slot of slots) {
      const portOffset = offsetOf(configuration, slot);
      const server = { port, portOffset };
      expect(parseConfiguration({ environment: 'test', server }).server.port).toBe(
        port + portOffset,
      );
    }
  },
);

test.each(['/srv/a,b', '/srv/$HOME', `/srv/${'l'.repeat(80)}`])(
  'a folder in which HAProxy cannot listen is refused: %s',
  (folder) => {
    expect(() => demandSocketPath({ socket: `${folder}/haproxy.sock` })).toThrow('Set dataFolder');
    expect(() => demandSocketPath({ socket: '/srv/a "b"/haproxy.sock' })).not.toThrow();
  },
);
