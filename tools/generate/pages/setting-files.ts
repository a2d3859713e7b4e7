import ts from 'typescript';
import type { SourceFile } from '../../architecture/source-tree';
import { visitNodes } from '../../architecture/syntax';
import { fileOfName } from './constants';
import { markdownTable } from './marks';

/** The properties of the object in `const <name> = z.strictObject({ … })`. */
function propertiesOf(file: SourceFile, name: string): readonly ts.PropertyAssignment[] {
  let found: readonly ts.PropertyAssignment[] = [];
  visitNodes(file, (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== name) return;
    if (!node.initializer || !ts.isCallExpression(node.initializer)) return;
    const object = node.initializer.arguments.find(ts.isObjectLiteralExpression);
    found = object?.properties.filter(ts.isPropertyAssignment) ?? [];
  });
  return found;
}

const schemaFile = 'config/schema/index.ts';

/** The table of the groups of settings, with the file that declares each. */
export function settingFilesPart(files: readonly SourceFile[]): Record<'settings', string> {
  const schema = files.find(({ path }) => path === schemaFile);
  if (schema === undefined) throw new Error(`There is no ${schemaFile}.`);
  const groups = Map.groupBy(propertiesOf(schema, 'configSchema'), ({ initializer }) =>
    ts.isIdentifier(initializer) ? fileOfName(schema, initializer.text) : schemaFile,
  );
  const rows = [...groups].map(([file, properties]) => [
    properties.map(({ name }) => `\`${name.getText()}\``).join(', '),
    `\`${file}\``,
  ]);
  return { settings: markdownTable(['settings', 'declared in'], rows) };
}
