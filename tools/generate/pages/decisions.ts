import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable } from './marks';

/** A decision record: file name and text. */
export interface DecisionFile {
  readonly name: string;
  readonly text: string;
}

/** Required headings of a record, in this order; others may come between them. */
const headings = ['Context', 'Decision', 'Refused', 'Consequences'] as const;

const digits = 4;
/** Numbers that no record ever had. Commits name the later ones, so they were not renumbered. */
const unusedNumbers = [24, 40];

export function readDecisions(folder: string): DecisionFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

const titleOf = ({ text }: DecisionFile): string | undefined =>
  /^# \d{4}: (.+)$/.exec(text.split('\n')[0] ?? '')?.[1];

function faultsOf({ name, text }: DecisionFile, number: string): string[] {
  const lines = text.split('\n');
  const found = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
  const ofThese = found.filter((heading) => headings.some((each) => each === heading));
  return [
    ...(/^\d{4}-[a-z0-9-]+\.md$/.test(name) ? [] : ['its name is not 0000-like-this.md']),
    ...(name.startsWith(`${number}-`) ? [] : [`the next number is ${number}`]),
    ...(lines[0]?.startsWith(`# ${name.slice(0, digits)}: `)
      ? []
      : [`its first line is not "# ${name.slice(0, digits)}: Title"`]),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(lines[2] ?? '') ? [] : ['its third line is not a date']),
    ...(ofThese.join() === headings.join()
      ? []
      : [`its headings are not ${headings.join(', ')}, once each and in this order`]),
  ].map((fault) => `${name}: ${fault}`);
}

/** Formal faults of the records, such as a gap in the numbers or a missing date or heading. */
export function decisionFaults(files: readonly DecisionFile[]): string[] {
  let number = 0;
  return files.flatMap((file) => {
    do number += 1;
    while (unusedNumbers.includes(number));
    return faultsOf(file, String(number).padStart(digits, '0'));
  });
}

/** The table of all records with their titles. */
export const decisionIndex = (files: readonly DecisionFile[]): string =>
  markdownTable(
    ['number', 'decision'],
    files.map((file) => [
      `[${file.name.slice(0, digits)}](${file.name})`,
      titleOf(file) ?? 'no title',
    ]),
  );
