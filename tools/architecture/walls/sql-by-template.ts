import ts from 'typescript';
import { isCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Wall } from '../wall';

const isStore = (path: string): boolean =>
  /^subgraphs\/[^/]+\/store\//.test(path) && !path.endsWith('.test.ts') && isCode(path);

const placeholder = /\$\d/;

const violationsIn = (file: SourceFile) =>
  nodeViolations(file, (node) => {
    const isText = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
    return isText && placeholder.test(node.text)
      ? 'numbers its parameters; write them into a template of sql-template-tag'
      : null;
  });

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
