const codePattern = /^[A-Za-z0-9\-_]{1,32}$/;

/** 1 to 32 letters, digits, - and _. No warehouse has a different code. */
export function isWarehouseCode(text: string): boolean {
  return codePattern.test(text);
}
