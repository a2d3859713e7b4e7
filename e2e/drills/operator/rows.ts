import type { Figure } from '../report';
import type { Typed } from '../shell';

/** What a command must say after a fault, by its exit code. */
export type Expected = Readonly<Partial<Record<number, RegExp>>>;

const saidMax = 120;

/** The line that was expected, or the last one. */
function saidBy({ output, errors }: Typed, expected: RegExp | undefined): string {
  const lines = `${output}\n${errors}`.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => expected?.test(one)) ?? lines.at(-1) ?? 'nothing';
  return line.trim().slice(0, saidMax);
}

const listed = (expected: Expected): string =>
  Object.entries(expected)
    .map(([code, sentence]) => `${code} and ${sentence?.source}`)
    .join(', or ');

/** Compares how a command ended with what it must say. */
export function row(broken: string, typed: Typed, expected: Expected): Figure {
  const { line, code, output, errors } = typed;
  const sentence = code === null ? undefined : expected[code];
  return {
    what: `${broken}: ${line}`,
    measured: `${code ?? 'killed'} and ${saidBy(typed, sentence)}`,
    limit: listed(expected),
    isMet: sentence?.test(`${output}\n${errors}`) ?? false,
  };
}

/** Something besides a command that must hold after a fault. */
export const fact = (broken: string, what: string, found: string, expected: string): Figure => ({
  what: `${broken}: ${what}`,
  measured: found,
  limit: expected,
  isMet: found === expected,
});
