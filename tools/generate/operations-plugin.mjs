// A plugin of GraphQL Code Generator: the text of each operation as a constant, with its types. The
// texts are those of persisted-operations.json without their white space, which a gateway knows by
// hash, too, and which add less to a page.
import { readFileSync } from 'node:fs';
import { Kind, stripIgnoredCharacters } from 'graphql';

const manifestFile = new URL('../../client/persisted-operations.json', import.meta.url);

const capitalized = (word) => word[0].toUpperCase() + word.slice(1);

const isOperation = ({ kind }) => kind === Kind.OPERATION_DEFINITION;

export function plugin(_schema, documents, { typedDocument = '../document' }) {
  const { operations } = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const bodies = new Map(operations.map(({ name, body }) => [name, body]));
  const constants = documents
    .flatMap(({ document }) => document.definitions.filter(isOperation))
    .map(({ name: { value: name }, operation }) => {
      const body = bodies.get(name);
      if (body === undefined) throw new Error(`${name} is not in the manifest: npm run generate.`);
      const type = name + capitalized(operation);
      const text = stripIgnoredCharacters(body);
      return `export const ${name} = \`${text}\` as TypedDocument<${type}, ${type}Variables>;`;
    });
  return {
    prepend: [`import type { TypedDocument } from '${typedDocument}';`],
    content: constants.join('\n\n'),
  };
}
