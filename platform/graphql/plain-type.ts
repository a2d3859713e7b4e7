import { ObjectType } from 'type-graphql';

/**
 * An object type whose fields are properties of what its resolver returns. type-graphql would call a
 * function for each field of each object otherwise.
 */
export const PlainType = (description?: string): ClassDecorator =>
  ObjectType({ simpleResolvers: true, ...(description !== undefined && { description }) });
