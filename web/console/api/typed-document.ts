import type { TypedDocumentString } from '../generated/documents';

/** An operation with the types of its answer and of its variables. */
export type Operation<Data, Variables> = TypedDocumentString<Data, Variables>;
