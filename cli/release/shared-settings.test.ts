import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { repositoryRoot } from '../../platform/process/repository-root';
import { demandShared } from './shared-settings';

const missingIn = (settings: object): string[] => {
  try {
    demandShared(parseConfiguration({ environment: 'test', ...settings }));
    return [];
  } catch (error) {
    const names = /set (.*)\.$/.exec((error as Error).message)?.[1] ?? '';
    return names.split(', ').map((name) => name.replace(' (to false)', ''));
  }
};

test('the page of releases has every setting that a first release lacks', () => {
  const page = readFileSync(path.join(repositoryRoot, 'docs/releases.md'), 'utf8');
  const section = page.split('\n## The first release\n')[1]?.split('\nProxies in front')[0] ?? '';
  const rows = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  const listed = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(missingIn({}).sort()).toEqual(listed.sort());
});

test('what is set is not asked for', () => {
  const secretKey = 'a secret of this test, long enough for a key';
  expect(missingIn({ webhooks: { secretKey } })).not.toContain('webhooks.secretKey');
  const services = { sandbox: { url: 'http://127.0.0.1:4010' } };
  expect(missingIn({ services })).not.toContain('services.sandbox.url');
});
