/**
 * Measured for short objects and lists such as parsed documents and plans: 2.6 to 3.3 bytes of heap
 * per character of JSON. Long strings take one byte, so they are overestimated.
 */
export const heapBytesPerCharacter = 4;

/** Upper estimate of the heap that a tree of plain objects uses, for byte-limited caches. */
export const treeBytes = (tree: object): number =>
  JSON.stringify(tree).length * heapBytesPerCharacter;
