import { expect, test } from 'vitest';
import { contentFault } from './recognise';

const latin1 = (...bytes: number[]) => Buffer.from(bytes).toString('latin1');

test.each([
  ['an Excel workbook', latin1(0x50, 0x4b, 3, 4, 20, 0), 'Excel (.xlsx)'],
  ['an old Excel workbook', latin1(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'Excel (.xls)'],
  ['UTF-16, little-endian', latin1(0xff, 0xfe, 0x41, 0), 'UTF-16. Save it as UTF-8.'],
  ['UTF-16, big-endian', latin1(0xfe, 0xff, 0, 0x41), 'UTF-16. Save it as UTF-8.'],
  ['a JSON array', '\n[ {"sku": "A"} ]', 'JSON array. Write one JSON object on each line'],
  ['a web page', '<!doctype html>', 'HTML or XML'],
  ['lines of an old Mac', 'sku,name\rA,Lamp\r', 'as old Macs did'],
  ['a program', `${latin1(0x7f)}ELF\0\0`, 'binary file'],
])('recognises %s', (_what, text, sentence) => {
  expect(contentFault(text)).toContain(sentence);
});

test.each([
  'sku,name\nA,Lamp\n',
  'sku,name\r\n',
  '{"sku": "A"}\n',
  '"[sku]";name\n',
  'Größe;Preis\n',
  '',
])('has nothing against %j', (text) => {
  expect(contentFault(text)).toBeNull();
});
