import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { traceConfiguration } from '../../config/loading/load-configuration';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { configurationTextWithOrigins } from './printed-configuration';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('knows the file, the variable, the file of a variable, and what others set', async () => {
  const file = path.join(folder, 'config.yaml');
  const secret = path.join(folder, 'secret');
  writeFileSync(file, 'server: { port: 4100 }\nlimits: { rate: { userPerMinute: 7 } }\n');
  writeFileSync(secret, 's'.repeat(40));
  const { origins, configuration } = await traceConfiguration({
    workingFolder: folder,
    homeFolder: folder,
    environment: {
      NODE_ENV: 'test',
      ORDERPROCESSING_SERVER_PORT: '4200',
      ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE: secret,
    },
  });
  expect(configuration.server.port).toBe(4200);
  expect(Object.fromEntries(origins)).toEqual({
    'limits.rate.userPerMinute': file,
    'server.port': 'ORDERPROCESSING_SERVER_PORT',
    'auth.viewerSecret': `ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE (${secret})`,
    environment: 'NODE_ENV',
  });
});

test('prints the origin behind a value, and above a list or a table', () => {
  const settings = {
    server: { port: 4100, corsOrigins: ['https://a.example', 'https://b.example'] },
    pricing: { countries: { default: { taxPercent: 0 } } },
  };
  const text = configurationTextWithOrigins({
    settings,
    origins: {
      'server.port': 'PORT',
      'server.corsOrigins': 'ORIGINS',
      'pricing.countries': '/etc/config.yaml',
    },
  });
  expect(parse(text)).toEqual(settings);
  expect(text).toContain('port: 4100 # PORT\n');
  expect(text).toMatch(/# ORIGINS\n +corsOrigins:\n/);
  expect(text).toMatch(/# \/etc\/config.yaml\n +countries:\n/);
});
