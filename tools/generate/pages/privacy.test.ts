import { describe, expect, test } from 'vitest';
import { columnsOf, prismaSchemas, privacyParts, unknownColumns } from './privacy';

const schemas = Object.entries(prismaSchemas());

test.each(schemas)('every column of %s says what it tells about a person', (_room, schema) => {
  const columns = columnsOf(schema);
  expect(columns.length).toBeGreaterThan(20);
  expect(unknownColumns(columns)).toEqual([]);
});

describe('columns of a schema', () => {
  const schema = `model A {
  id   String @id // data: none
  mail String @map("e_mail")
  kind String // data: nonsense
  bs   B[]

  @@map("as")
}

model B {
  aId String // data: account
  a   A      @relation(fields: [aId], references: [id])
}
`;

  test('are read without relations', () => {
    expect(columnsOf(schema)).toEqual([
      { table: 'as', name: 'id', kind: 'none' },
      { table: 'as', name: 'e_mail', kind: undefined },
      { table: 'as', name: 'kind', kind: 'nonsense' },
      { table: 'B', name: 'aId', kind: 'account' },
    ]);
  });

  test('without a known annotation stop the page', () => {
    expect(() => privacyParts({ users: schema }, [])).toThrow(/as\.e_mail, as\.kind/);
  });
});
