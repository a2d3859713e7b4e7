import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../repository-root';
import { decisionIndex, readDecisions } from './decisions';
import { replaceMarked } from './marks';

const pageAt = (name: string): string => readFileSync(path.join(repositoryRoot, name), 'utf8');

function decisionsPage(): string {
  const index = decisionIndex(readDecisions(path.join(repositoryRoot, 'docs/decisions')));
  return replaceMarked(pageAt('docs/decisions/README.md'), 'index', index);
}

/** The pages for people that are derived from the code, by path. */
export function documentationFiles(): Map<string, string> {
  return new Map([['docs/decisions/README.md', decisionsPage()]]);
}
