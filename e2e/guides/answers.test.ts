import { expect, test } from 'vitest';
import { asShown, isShown } from './answers';
import { printedBy, stepsOf } from './blocks';

test('an ellipsis is any text, but not none', () => {
  expect(isShown('op_test_…', 'op_test_8f3')).toBe(true);
  expect(isShown('a…c', 'a\nb\nc')).toBe(true);
  expect(isShown('op_test_…', 'op_test_')).toBe(false);
  expect(isShown('a.c', 'abc')).toBe(false);
});

test('an answer differs from what a page shows wherever no ellipsis is', () => {
  const shown = { id: '…', lines: [{ sku: 'A', at: '2…Z' }], total: null };
  expect(asShown(shown, { id: '7', lines: [{ sku: 'A', at: '2026Z' }], total: null })).toEqual(
    shown,
  );
  const others = [
    { id: '', lines: [{ sku: 'A', at: '2026Z' }], total: null },
    { id: 7, lines: [{ sku: 'A', at: '2026Z' }], total: null },
    { id: '7', lines: [], total: null },
    { id: '7', lines: [{ sku: 'B', at: '2026Z' }], total: null },
    { id: '7', lines: [{ sku: 'A', at: '2026Z' }] },
    { id: '7', lines: [{ sku: 'A', at: '2026Z' }], total: null, more: 1 },
  ];
  for (const other of others) expect(asShown(shown, other)).not.toEqual(shown);
});

test('blocks without text between them are one step', () => {
  const block = (head: string) => `\`\`\`${head}\ncode\n\`\`\`\n`;
  const page = `# A\n${block('sh')}\n${block('json title="Answer"')}\nText.\n\n${block('sh')}`;
  const languages = stepsOf(page).map((step) => step.map(({ language }) => language));
  expect(languages).toEqual([['sh', 'json'], ['sh']]);
  expect(stepsOf(page)[0]?.[1]).toEqual({ language: 'json', title: 'Answer', text: 'code\n' });
});

test('a program prints what the comments behind its console.log say', () => {
  const program = 'console.log(order.status); // CONFIRMED\nconsole.log(1);\n';
  expect(printedBy(program)).toEqual(['CONFIRMED']);
});
