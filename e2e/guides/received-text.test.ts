import { spawn } from 'node:child_process';
import { globSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { ended } from '../../testing/command';
import { commandDeadlineMs } from '../harness/deadlines';
import { isFile, readPage, stepsOf } from './blocks';

const blocksOf = (page: string) => stepsOf(readPage(page)).flat();
const commandsOf = (page: string) =>
  blocksOf(page).flatMap(({ language, text }) => (language === 'sh' ? [text] : []));

const pages = globSync('docs/guides/*.md', { cwd: repositoryRoot });
const folder = folderForFile();

test('no command of a guide has the shell run a file or a text', () => {
  const found = pages.flatMap((page) =>
    commandsOf(page).filter((text) => /(^|[;&|(]\s*)(source|eval|\.)\s/m.test(text)),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(found).toEqual([]);
});

/** Answers like the API, and delivers something forged instead of a webhook. */
const forgingShop = `ask() {
  curl -sS "http://localhost:$HOOKS_PORT" -d '{"type":"webhook.test"}' \\
    -H "webhook-id: x'; touch owned; '" -H 'webhook-timestamp: $(touch owned)' -H 'webhook-signature: v1,'
  echo '{"data":{"sendTestWebhook":{"eventType":"webhook.test"}}}'
}`;

test('the shell runs nothing of a forged delivery', async () => {
  const page = 'docs/guides/webhooks.md';
  const files = blocksOf(page).filter(isFile);
  for (const { title, text } of files) writeFileSync(path.join(folder, title ?? ''), text);
  const [tried] = commandsOf(page).filter((text) => text.includes('node store.mjs'));
  const script = [...commandsOf('docs/guides/setup.md').slice(0, 1), forgingShop, tried].join('\n');
  const env = {
    PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
    HOOKS_PORT: String(await freePort()),
    SECRET: 'whsec_MDEyMw==',
    ENDPOINT: '1',
    PARTNER: '',
  };
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const shell = spawn('bash', ['-c', script], { cwd: folder, env, stdio: [...stdio] });
  const { output } = await ended(shell, commandDeadlineMs);
  expect(output).toBe('webhook.test\nforged\n');
  expect(readdirSync(folder)).not.toContain('owned');
});
