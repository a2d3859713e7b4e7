import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';

/** A fenced block of a page: ```` ```json title="Variables" ````. */
export interface Block {
  readonly language: string;
  readonly title: string | null;
  readonly text: string;
}

/** Blocks without text between them: the same step in several languages, up to its answer. */
export type Step = readonly Block[];

const fence = /^```(\w+)(?: title="([^"]+)")?\n((?:(?!```).*\n)*)```$/gm;

/** The blocks of a page, in its order. */
export function stepsOf(markdown: string): Step[] {
  const steps: Block[][] = [];
  let end = 0;
  for (const found of markdown.matchAll(fence)) {
    const [whole, language = '', title = null, text = ''] = found;
    const between = markdown.slice(end, found.index);
    const isAnswered = steps.at(-1)?.some(isAnswer) ?? true;
    if (isAnswered || between.trim() !== '') steps.push([]);
    steps.at(-1)?.push({ language, title, text });
    end = found.index + whole.length;
  }
  return steps;
}

/** @param page its path in the project. */
export function readPage(page: string): string {
  return readFileSync(path.join(repositoryRoot, page), 'utf8');
}

/** A block that is a file which commands use, e.g. `receiver.mjs`. */
export const isFile = ({ title }: Block): boolean => title !== null && /^[\w-]+\.\w+$/.test(title);

/** What the commands of its step answer: an object, or lines. */
export const isAnswer = ({ language, title }: Block): boolean =>
  language === 'text' || (language === 'json' && title === 'Answer');

export const isVariables = ({ title }: Block): boolean => title === 'Variables';

const shownValue = /console\.log\([^\n]*\); \/\/ ([^\n]+)$/gm;

/** What a program prints, as the comments behind its `console.log` say. */
export const printedBy = (program: string): string[] =>
  [...program.matchAll(shownValue)].map(([, value = '']) => value);
