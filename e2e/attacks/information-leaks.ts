import { type Attack, badInput, notAcceptable, notValid, query } from './attack';

export const informationLeaks: readonly Attack[] = [
  {
    name: 'introspection: __schema',
    body: query('{ __schema { types { name } } }'),
    answer: notValid,
  },
  {
    name: 'introspection: __type',
    body: query('{ __type(name: "User") { name } }'),
    answer: notValid,
  },
  { name: 'federation: _service', body: query('{ _service { sdl } }'), answer: notValid },
  {
    name: 'federation: _entities',
    body: query('{ _entities(representations: [{__typename: "User", id: "1"}]) { __typename } }'),
    answer: notValid,
  },
  { name: 'suggestions: a field', body: query('{ produts { __typename } }'), answer: notValid },
  {
    name: 'suggestions: a type',
    body: query('{ ... on Querry { __typename } }'),
    answer: notValid,
  },
  {
    name: 'suggestions: an argument',
    body: query('{ products(frist: 1) { __typename } }'),
    answer: notValid,
  },
  {
    name: 'suggestions: an input field in a variable',
    body: query('query ($f: ProductFilter) { products(filter: $f) { __typename } }', {
      f: { skuss: ['a'] },
    }),
    answer: badInput,
  },
  {
    name: 'suggestions: a value of an enum',
    body: query('{ products(sort: NAME_ASCC) { __typename } }'),
    answer: notValid,
  },
  {
    name: 'subscription',
    headers: { accept: 'application/json' },
    body: query('subscription { orders { id } }'),
    answer: notAcceptable,
  },
  {
    name: 'delivery in pieces',
    body: query('{ ... @defer { __typename } }'),
    answer: notValid,
  },
  ...["' OR 1=1 --", '"; DROP TABLE products; --', '%', '\u0000', '\ud800', '../../etc/passwd'].map(
    (text): Attack => ({
      name: `injection: ${JSON.stringify(text)} for a SKU`,
      body: query('query ($sku: ID!) { product(sku: $sku) { sku } }', { sku: text }),
      answer: '200 -',
    }),
  ),
  ...["' OR 1=1 --", '%_%', '\u0000', '\ud800', '(((((a+)+)+)+)+)+$', '$(id)', `{{7*7}}`].map(
    (text): Attack => ({
      name: `injection: ${JSON.stringify(text)} in a search`,
      body: query(
        'query ($text: String) { products(first: 5, filter: { search: $text }) { totalCount } }',
        { text },
      ),
      answer: '200 -',
    }),
  ),
  {
    name: 'injection: a cursor of an attacker',
    body: query(`{ products(first: 1, after: "${Buffer.from("['; DROP']").toString('base64')}") {
      edges { cursor } } }`),
    answer: badInput,
  },
  {
    name: 'injection: a zero byte in an e-mail address',
    body: query(
      'mutation ($e: EmailAddress!) { login(input: {email: $e, password: "x"}) { __typename } }',
      {
        e: 'a\u0000@example.com',
      },
    ),
    answer: badInput,
  },
  {
    name: 'injection: a zero byte in a password',
    body: query(
      'mutation { login(input: {email: "a@example.com", password: "a\\u0000b"}) { __typename } }',
    ),
    answer: '200 -',
  },
  {
    name: 'injection: a zero byte in a name',
    body: query(`mutation { register(input: { email: "zero@example.com", password: "a long phrase",
      name: "a\\u0000b" }) { __typename } }`),
    answer: '200 -',
  },
];
