import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTree } from '../../architecture/source-tree';
import { repositoryRoot } from '../../platform/process/repository-root';
import { architecturePictures } from './architecture';
import { decisionIndex, readDecisions } from './decisions';
import { replaceMarked } from './marks';

/** A committed page with its marked parts regenerated. */
function pageWith(name: string, parts: Readonly<Record<string, string>>): [string, string] {
  const page = readFileSync(path.join(repositoryRoot, name), 'utf8');
  return [
    name,
    Object.entries(parts).reduce((text, [mark, part]) => replaceMarked(text, mark, part), page),
  ];
}

/** The generated documentation pages, by path. */
export function documentationFiles(): Map<string, string> {
  const tree = readTree(repositoryRoot);
  const decisions = readDecisions(path.join(repositoryRoot, 'docs/decisions'));
  return new Map([
    pageWith('docs/decisions/README.md', { index: decisionIndex(decisions) }),
    pageWith('docs/architecture.md', architecturePictures(tree)),
  ]);
}
