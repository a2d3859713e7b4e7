import { expect, test } from 'vitest';
import { isSku, skuKey } from './sku';

test.each(['A', 'z9', 'A B', 'a-b_c.d/e', 'x'.repeat(64)])('"%s" is a SKU', (text) => {
  expect(isSku(text)).toBe(true);
});

test.each(['', 'x'.repeat(65), 'a\tb', 'a\n', '\na', 'ä', 'a,b', '(a)'])('"%s" is none', (text) => {
  expect(isSku(text)).toBe(false);
});

test('SKUs that differ by case alone are the same', () => {
  expect(skuKey('ab-1')).toBe(skuKey('AB-1'));
  expect(skuKey('ab-1')).not.toBe(skuKey('ab-2'));
});
