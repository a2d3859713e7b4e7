import {
  type Attack,
  badRequest,
  browse,
  byHash,
  hashOf,
  noOperation,
  notValid,
  query,
  wrongType,
} from './attack';

export const smuggling: readonly Attack[] = [
  {
    name: 'prototype: in the variables',
    body: '{"query":"{ __typename }","variables":{"__proto__":{"isAdmin":true}}}',
    answer: badRequest,
  },
  {
    name: 'prototype: in the body',
    body: '{"query":"{ __typename }","__proto__":{"isAdmin":true}}',
    answer: badRequest,
  },
  {
    name: 'prototype: constructor.prototype',
    body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"isAdmin":true}}}}',
    answer: badRequest,
  },
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].flatMap((name): Attack[] => [
    {
      name: `prototype: the operation ${name}`,
      body: { ...query('query a { __typename } query b { __typename }'), operationName: name },
      answer: noOperation,
    },
    { name: `prototype: the field ${name}`, body: query(`{ ${name} }`), answer: notValid },
    {
      name: `prototype: the alias ${name}`,
      body: query(`{ ${name}: product(sku: "none") { sku } }`),
      answer: '200 -',
    },
    {
      name: `prototype: the fragment ${name}`,
      body: query(`{ ...${name} } fragment ${name} on Query { __typename }`),
      answer: '200 -',
    },
    {
      name: `prototype: the type ${name}`,
      body: query(`{ ... on ${name} { a } }`),
      answer: notValid,
    },
    {
      name: `prototype: the input field ${name}`,
      body: query(`{ products(filter: { ${name}: 1 }) { __typename } }`),
      answer: notValid,
    },
    {
      name: `prototype: the hash ${name}`,
      body: byHash(name),
      answer: '200 PERSISTED_QUERY_NOT_FOUND',
    },
  ]),
  {
    name: 'persisted: a text under the hash of another',
    body: { query: browse, ...byHash(hashOf('{ __typename }')) },
    answer: badRequest,
  },
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a'].map(
    (type): Attack => ({
      name: `content type: ${type}`,
      headers: { 'content-type': type },
      body: JSON.stringify(query(browse)),
      answer: wrongType,
    }),
  ),
  {
    name: 'content type: GraphQL as it is',
    headers: { 'content-type': 'application/graphql' },
    body: browse,
    answer: wrongType,
  },
  {
    name: 'content type: compressed',
    headers: { 'content-encoding': 'gzip' },
    body: query(browse),
    answer: wrongType,
  },
  {
    name: 'GET: a mutation',
    method: 'GET',
    search: `?query=${encodeURIComponent('mutation { logoutEverywhere }')}`,
    headers: { 'apollo-require-preflight': 'true' },
    answer: '405 BAD_REQUEST',
  },
  {
    name: 'GET: from a page of another site',
    method: 'GET',
    search: `?query=${encodeURIComponent(browse)}`,
    answer: badRequest,
  },
  {
    name: 'GET: a method that is overridden',
    method: 'GET',
    search: `?query=${encodeURIComponent('mutation { logoutEverywhere }')}`,
    headers: { 'x-http-method-override': 'POST', 'apollo-require-preflight': 'true' },
    answer: '405 BAD_REQUEST',
  },
];
