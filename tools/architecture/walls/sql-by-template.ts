import ts from 'typescript';
import { isCode, type SourceFile } from '../source-tree';
import { lineOf, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';

const isStore = (path: string): boolean =>
  /^subgraphs\/[^/]+\/store\//.test(path) && !path.endsWith('.test.ts') && isCode(path);

const placeholder = /\$\d/;

function violationsIn(file: SourceFile): Violation[] {
  const found: Violation[] = [];
  visitNodes(file, (node) => {
    const isText = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
    if (!isText || !placeholder.test(node.text)) return;
    const message = 'numbers its parameters; write them into a template of sql-template-tag';
    found.push({ path: file.path, line: lineOf(file, node), message });
  });
  return found;
}

export const sqlByTemplate: Wall = {
  name: 'stores write SQL with sql-template-tag',
  why: 'A parameter is read where it is used, and none can get the number of another.',
  check: (files) => files.filter(({ path }) => isStore(path)).flatMap(violationsIn),
  refuses: {
    'a numbered parameter in a string': {
      'subgraphs/users/store/sessions.ts': "pool.query('DELETE FROM a WHERE id = $1', [id]);",
    },
    'a numbered parameter in a template': {
      'subgraphs/users/store/keys.ts': 'const text = `SELECT FROM a WHERE id = $1`;',
    },
  },
  accepts: {
    'a template of sql-template-tag': {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
      'subgraphs/users/store/sessions.ts': 'pool.query(sql`DELETE FROM a WHERE ${isOld}`);',
    },
    'a test, which looks into the database': {
      'subgraphs/users/store/sessions.test.ts': "pool.query('SELECT FROM a WHERE id = $1', [id]);",
    },
  },
};
