import type { TypedDocumentString } from '../documents';

/** An operation with the types of its answer and of its variables. */
export type Operation<Data, Variables> = TypedDocumentString<Data, Variables>;
