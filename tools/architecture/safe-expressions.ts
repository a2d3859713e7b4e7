import { checkSync, type Diagnostics } from 'recheck';
import ts from 'typescript';
import { knownSafe } from './known-safe';
import { isCode, isTestingCode, type SourceFile } from './source-tree';
import { nodeViolations, visitNodes } from './syntax';
import type { Wall } from './wall';

/** Timeout for one expression; few of this project's take over a second. */
const checkTimeoutMs = 60_000;

/** Files whose expressions see only this project's own files. */
const readsOnlyOurFiles =
  /^(tools\/(architecture|test)\/|web\/docs-site\/(steps|build)|vitest\.config\.mts$)/;

const literalPattern = /^\/(.*)\/([a-z]*)$/s;

/** The exact checker does not support lookaround and back-references; a fuzzer checks those. */
function diagnosticsOf(source: string, flags: string): Diagnostics {
  const automaton = { checker: 'automaton', timeout: checkTimeoutMs } as const;
  const exact = checkSync(source, flags, automaton);
  return exact.status === 'unknown'
    ? checkSync(source, flags, { ...automaton, checker: 'fuzz' })
    : exact;
}

/** The fault of a literal; null if its time is linear in the length of the text. */
export function complaintAbout(literal: string): string | null {
  const [, source = '', flags = ''] = literalPattern.exec(literal) ?? [];
  const found = diagnosticsOf(source, flags);
  if (found.status === 'safe') return null;
  return found.status === 'vulnerable'
    ? `takes ${found.complexity.summary} time: write plain code`
    : `cannot be checked (${found.error.kind}): write a simpler one, or plain code`;
}

const verdicts = new Map<string, string | null>();

/** What the checker says, now or in an earlier run. */
function verdictOn(literal: string): string | null {
  if (knownSafe.has(literal)) return null;
  const earlier = verdicts.get(literal);
  if (earlier !== undefined) return earlier;
  const verdict = complaintAbout(literal);
  verdicts.set(literal, verdict);
  return verdict;
}

/** `new RegExp(x)` and `RegExp(x)`, whose argument cannot be checked. */
const isConstructed = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'RegExp';

function complaint(node: ts.Node): string | null {
  if (isConstructed(node)) return 'builds an expression from text: write a literal, or plain code';
  if (!ts.isRegularExpressionLiteral(node)) return null;
  const verdict = verdictOn(node.text);
  return verdict && `${node.text} ${verdict}`;
}

const isChecked = ({ path }: SourceFile): boolean =>
  isCode(path) && !isTestingCode(path) && !readsOnlyOurFiles.test(path);

const check = (files: readonly SourceFile[]) =>
  files.filter(isChecked).flatMap((file) => nodeViolations(file, complaint));

/** The expressions of these files that are safe. */
export function safeLiteralsIn(files: readonly SourceFile[]): Set<string> {
  const found = new Set<string>();
  for (const file of files.filter(isChecked)) {
    visitNodes(file, (node) => {
      if (ts.isRegularExpressionLiteral(node) && verdictOn(node.text) === null)
        found.add(node.text);
    });
  }
  return found;
}

const one = (code: string) => ({ 'gateway/errors.ts': code });

/** Separate from the other walls, because new expressions take seconds each. */
export const safeExpressions: Wall = {
  name: 'the time of every regular expression is linear in the length of its text',
  why: 'Otherwise one request with a long text blocks the event loop, and with it all others.',
  check,
  refuses: {
    'a search that starts again at every character': one(
      'export const bare = (m: string) => m.replace(/ ?Did you mean .+\\?$/, "");',
    ),
    'white space at the end': one(
      'export const trimmed = (text: string) => text.replace(/\\s+$/, "");',
    ),
    'nested repetition': one('export const isWord = (text: string) => /^(\\w+)*$/.test(text);'),
    'a lookahead that searches again': one(
      'const script = /<script(?![^>]*src=)[^>]*>(.*?)<\\/script>/gs;',
    ),
    'a script': { 'tools/check/check.mjs': 'const end = /\\/+$/;' },
    'an expression that is built from text': one(
      'const named = (n: string) => new RegExp("^" + n);',
    ),
    'the same without new': one('const named = (n: string) => RegExp(n);'),
  },
  accepts: {
    'linear expressions': one(
      'const hex = /^[0-9a-f]{64}$/; const id = /[0-9a-f]{8}-[0-9a-f]{4}/;',
    ),
    'a lookahead at each character': one('const line = /^(?=.)/gm;'),
    'plain code': one('const at = message.lastIndexOf("Did you mean ");'),
    'tests and measurements': {
      'gateway/errors.test.ts': 'const end = /\\/+$/;',
      'bench/profile/flame-graph.ts': 'const end = new RegExp(name);',
    },
  },
};
