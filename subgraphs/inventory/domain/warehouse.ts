import { type TextRule, textProblems } from '../../../platform/values/text';

const codePattern = /^[A-Za-z0-9\-_]{1,32}$/;
const nameRule: TextRule = { charactersMax: 200 };

/** 1 to 32 letters, digits, - and _. No warehouse has a different code. */
export function isWarehouseCode(text: string): boolean {
  return codePattern.test(text);
}

/** The canonical form of a code, for comparison. */
export function warehouseKey(code: string): string {
  return code.toLowerCase();
}

export interface WarehouseProblem {
  readonly path: string[];
  readonly message: string;
}

/** Problems of a new warehouse that do not depend on stored data. */
export function newWarehouseProblems(input: { code: string; name: string }): WarehouseProblem[] {
  const code = {
    path: ['code'],
    message: 'Takes 1 to 32 letters, digits, hyphens and underscores.',
  };
  return [...(isWarehouseCode(input.code) ? [] : [code]), ...warehouseNameProblems(input.name)];
}

export function warehouseNameProblems(name: string): WarehouseProblem[] {
  return textProblems(['name'], name, nameRule);
}
