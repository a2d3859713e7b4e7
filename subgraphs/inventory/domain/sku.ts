const skuPattern = /^[A-Za-z0-9 \-_./]{1,64}$/;

/** 1 to 64 characters: letters, digits, space and `- _ . /`. */
export function isSku(text: string): boolean {
  return skuPattern.test(text);
}

/** The canonical form of a SKU, for comparison. */
export function skuKey(sku: string): string {
  return sku.toUpperCase();
}
