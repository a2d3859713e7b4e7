/**
 * Of short objects and lists, a parsed document or a plan: measured as 2.6 to 3.3 bytes of the heap
 * for a character of their JSON. Long strings take one byte, so that they are overrated.
 */
const heapBytesPerCharacter = 4;

/** What a tree of plain objects takes in the heap, at most: for caches that are limited in bytes. */
export const treeBytes = (tree: object): number =>
  JSON.stringify(tree).length * heapBytesPerCharacter;
