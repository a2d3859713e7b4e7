/** A graph with everything in it that Federation can ask of an executor. */

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports
    .map((name) => `"${name}"`)
    .join(', ')}])`;

/** Interfaces with a key, types that are hidden, fields of one name and other nullability. */
const catalogue = `
${link('@key', '@shareable', '@inaccessible')}
type Query {
  products(first: Int = 2): [Product!]
  product(sku: ID!): Product!
  shelf: [[Product]!]
  media: [Media]
  oneMedia: Media!
  search(text: String): [Found!]!
  node: Node
  genre: Genre
}
type Mutation { addProduct(sku: ID!): Product  removeProduct(sku: ID!): Boolean! }
interface Node { id: ID! }
interface Media @key(fields: "id") { id: ID! }
type Book implements Media & Node @key(fields: "id") { id: ID!  title: String!  pages: Int }
type Film implements Media & Node @key(fields: "id") { id: ID!  title: String  minutes: Int! }
type Draft implements Media @key(fields: "id") @inaccessible { id: ID!  title: String }
union Found = Product | Book | Film
enum Genre { CRIME POETRY SECRET @inaccessible }
type Product @key(fields: "sku") @key(fields: "upc") {
  sku: ID!
  upc: ID!
  name: String!
  weight: Int!
  code: String @inaccessible
  genre: Genre
  size: Size @shareable
  cover: Media
}
type Size @shareable { width: Float!  height: Float  }
`;

/** Fields that need others first, compound keys, arguments, a second mutation. */
const stock = `
${link('@key', '@shareable', '@external', '@requires')}
scalar Instant
type Mutation { restock(sku: ID!, units: Int = 1): Product }
type Product @key(fields: "sku") {
  sku: ID!
  weight: Int! @external
  code: String @external
  size: Size @external
  shipping(express: Boolean = false): Int @requires(fields: "weight code")
  parcel: String @requires(fields: "size { width height }")
  levels: [Level!]!
  best: Level
}
type Size @shareable { width: Float! @external  height: Float @external }
type Level { place: Place!  onHand: Int!  countedAt: Instant }
type Place @key(fields: "code country { id }") { code: ID!  country: Country!  name: String }
type Country @shareable { id: ID! }
interface Media { id: ID!  title: String }
type Book implements Media @key(fields: "id") { id: ID!  title: String! @external  copies: Int! }
type Film implements Media @key(fields: "id") { id: ID!  title: String @external  copies: Int! }
`;

/** An interface that is an object here, and names that it can give without asking. */
const reviews = `
${link('@key', '@interfaceObject', '@external', '@provides', '@shareable')}
type Query { latest: [Review!]!  review: Review }
type Media @interfaceObject @key(fields: "id") { id: ID!  reviews: [Review!]!  stars: Float }
type Product @key(fields: "upc") { upc: ID!  reviews(first: Int): [Review] }
type Review { body: String!  about: Media  product: Product!  author: User @provides(fields: "name") }
type User @key(fields: "id") { id: ID!  name: String! @external }
type Place @key(fields: "code country { id }") { code: ID!  country: Country!  visitors: [User!] }
type Country @shareable { id: ID! }
`;

/** The other side of what others only refer to. */
const people = `
${link('@key', '@shareable')}
type Query { me: User  users: [User]! }
type User @key(fields: "id") {
  id: ID!
  name: String! @shareable
  email: String
  friends: [User!]
  bought: [Product!]!
}
type Product @key(fields: "sku", resolvable: false) { sku: ID! }
`;

export const library: Readonly<Record<string, string>> = { catalogue, stock, reviews, people };
