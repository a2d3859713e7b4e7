import { expect, test } from 'vitest';
import { treeOf } from '../../architecture/source-tree';
import { settingFilesPart } from './setting-files';

test('a group is declared where its schema is imported from, or in the file itself', () => {
  const text = `import { authSchema as auth } from './auth';
    const limits = z.strictObject({ rate: z.int() });
    export const configSchema = z.strictObject({
      limits: limits,
      auth: auth,
      log: z.strictObject({ level: z.string() }),
    });`;
  const { settings } = settingFilesPart(treeOf({ 'config/schema/index.ts': text }));
  expect(settings.split('\n').slice(2)).toEqual([
    '| `limits`, `log` | `config/schema/index.ts` |',
    '| `auth` | `config/schema/auth.ts` |',
  ]);
});
