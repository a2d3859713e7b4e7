import { parse, type SelectionNode } from 'graphql';
import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { lineOf, syntaxOf } from '../syntax';
import type { Violation, Wall } from '../wall';

const documentPattern = /^web\/(\w+)\/documents\/\w[\w-]*\.graphql$/;
const textsPattern = /^web\/(\w+)\/texts\/en\b/;

/** The code of a page, with that of the client package, which reads the fields of sessions. */
const codeOf = (files: readonly SourceFile[], page: string): string =>
  files
    .filter(({ path }) => path.startsWith(`web/${page}/`) || path.startsWith('client/src/'))
    .filter(({ path }) => isCode(path) && !isTest(path) && !path.includes('/texts/'))
    .map(({ text }) => text)
    .join('\n');

function* leavesIn(selection: SelectionNode): Generator<{ name: string; line: number }> {
  if (selection.kind === 'FragmentSpread') return;
  const inner = selection.selectionSet?.selections ?? [];
  for (const one of inner) yield* leavesIn(one);
  if (selection.kind === 'InlineFragment' || inner.length > 0) return;
  const { value: name } = selection.alias ?? selection.name;
  if (name !== '__typename') yield { name, line: selection.loc?.startToken.line ?? 1 };
}

/** Fields that no word of the code names. The root field of an operation is read by its place. */
function unreadFields({ path, text }: SourceFile, code: string): Violation[] {
  const words = new Set(code.match(/\w+/g));
  return parse(text)
    .definitions.flatMap((definition) => {
      if (!('selectionSet' in definition)) return [];
      const isFragment = definition.kind === 'FragmentDefinition';
      const { selections } = definition.selectionSet;
      return selections.filter((one) => isFragment || ('selectionSet' in one && one.selectionSet));
    })
    .flatMap((selection) => [...leavesIn(selection)])
    .filter(({ name }) => !words.has(name))
    .map(({ name, line }) => ({ path, line, message: `selects ${name}, which nothing reads` }));
}

/** Texts without an `owner.name` in the code; a group that is read as a whole has all of its own. */
function unshownTexts(file: SourceFile, code: string): Violation[] {
  const read = new Map<string, boolean>();
  for (const [, owner, name, next] of code.matchAll(/\b(\w+)(?=\??\.(\w+)\b(\??\.\w)?)/g)) {
    const key = `${owner}.${name}`;
    read.set(key, (read.get(key) ?? false) || next === undefined);
  }
  const walk = (group: ts.ObjectLiteralExpression, owners: readonly string[]): Violation[] =>
    group.properties.filter(ts.isPropertyAssignment).flatMap((property): Violation[] => {
      const name = property.name.getText().replace(/^'|'$/g, '');
      const uses = owners.map((owner) => read.get(`${owner}.${name}`));
      if (uses.every((use) => use === undefined)) {
        const message = `has ${owners[0]}.${name}, which nothing shows`;
        return [{ path: file.path, line: lineOf(file, property), message }];
      }
      const { initializer } = property;
      if (uses.includes(true) || !ts.isObjectLiteralExpression(initializer)) return [];
      return walk(initializer, [name]);
    });
  return syntaxOf(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap(({ initializer }) =>
      initializer && ts.isObjectLiteralExpression(initializer)
        ? walk(initializer, ['t', 'texts'])
        : [],
    );
}

const textsOf = (name: string) => ({ 'web/account/texts/en.ts': `export const en = { ${name} };` });

export const pagesShowAll: Wall = {
  name: 'pages read every field that they select, and show every text',
  why: 'What nobody sees costs work in each request and in each language. Texts are read as t.group.name.',
  check: (files) =>
    files.flatMap((file) => {
      const page = (documentPattern.exec(file.path) ?? textsPattern.exec(file.path))?.[1];
      if (page === undefined) return [];
      const unused = file.path.endsWith('.graphql') ? unreadFields : unshownTexts;
      return unused(file, codeOf(files, page));
    }),
  refuses: {
    'a field that nothing reads': {
      'web/account/documents/a.graphql': '{ orders { id at } }',
      'web/account/a.ts': 'list(({ id }) => id);',
    },
    'a text that nothing shows': { ...textsOf("a: { b: 'B' }"), 'web/account/a.ts': 't.a.c;' },
  },
  accepts: {
    'the field of a mutation': { 'web/account/documents/a.graphql': 'mutation { signOut }' },
    'a group that is read by a key': {
      ...textsOf("a: { b: { c: 'C' } }"),
      'web/account/a.ts': 't.a.b[key];',
    },
  },
};
