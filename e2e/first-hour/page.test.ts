import { expect, test } from 'vitest';
import { type Command, runPage } from './page';
import { stable } from './stable';

const fence = '```';

const page = (printed: string) => `# Page
Text with $ and \`code\`.

${fence}text
$ one
${printed}shop$ two
> more
${fence}

${fence}sh
$ not run
${fence}
`;

test('runs the commands of a page, and replaces what they have printed', async () => {
  const ran: Command[] = [];
  const changed = await runPage(page('> of old\nold\n> old\n'), async (command) => {
    ran.push(command);
    return command.terminal === 'shop' ? '' : 'new\n';
  });
  expect(ran).toEqual([
    { terminal: '', text: 'one\nof old' },
    { terminal: 'shop', text: 'two\nmore' },
  ]);
  expect(changed).toBe(page('> of old\nnew\n'));
});

test('shows the same on each run', () => {
  const printed = 'started in 4.5 s as process 815 in /tmp/a, at 2026-11-27T10:11:12.131Z';
  expect(stable(printed, '/tmp/a')).toBe(
    'started in … s as process 4711 in /home/ada, at 2026-11-27T09:00:00Z',
  );
  expect(stable('It took 21 s. The former is in x.before-20261127T015425Z.', '/tmp/a')).toBe(
    'It took … s. The former is in x.before-20261127T090000Z.',
  );
});
