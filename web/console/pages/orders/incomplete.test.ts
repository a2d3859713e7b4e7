import { readFileSync } from 'node:fs';
import { type FieldNode, parse, visit } from 'graphql';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { en } from '../../texts/en';
import { Incomplete } from './incomplete';

const shown = (complete: boolean) =>
  renderToStaticMarkup(createElement(Incomplete, { of: { complete } }));

it('says that orders are missing, and nothing where none are', () => {
  expect(shown(false)).toContain(en.orders.incomplete.title);
  expect(shown(true)).toBe('');
});

const fieldsOf = ({ selectionSet }: FieldNode): string[] =>
  (selectionSet?.selections ?? []).flatMap((one) => (one.kind === 'Field' ? one.name.value : []));

it.each(['orders', 'accounts'])('every list of orders of %s that is shown asks for it', (name) => {
  const text = readFileSync(`web/console/documents/${name}.graphql`, 'utf8');
  const unasked: string[] = [];
  visit(parse(text), {
    Field(field, _key, _parent, _path, ancestors) {
      const fields = fieldsOf(field);
      if (field.name.value !== 'orders' || !fields.includes('nodes')) return;
      const operation = ancestors.find(
        (one) => 'kind' in one && one.kind === 'OperationDefinition',
      );
      // The palette offers what it has.
      const isOffered = JSON.stringify(operation).includes('"RecentNumbers"');
      if (!fields.includes('complete') && !isOffered) unasked.push(text.slice(field.loc?.start));
    },
  });
  expect(unasked).toEqual([]);
});
