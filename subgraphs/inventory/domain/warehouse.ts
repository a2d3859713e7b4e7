const codePattern = /^[A-Za-z0-9\-_]{1,32}$/;

/** 1 to 32 characters: letters, digits, - and _. Any other text names no warehouse. */
export function isWarehouseCode(text: string): boolean {
  return codePattern.test(text);
}
