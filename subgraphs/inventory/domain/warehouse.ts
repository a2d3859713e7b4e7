import { type FieldProblem, type TextRule, textProblems } from '../../../platform/values/text';

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

/** Problems of a new warehouse that do not depend on stored data. */
export function newWarehouseProblems(input: { code: string; name: string }): FieldProblem[] {
  const code = {
    path: ['code'],
    message: 'Takes 1 to 32 letters, digits, hyphens and underscores.',
  };
  return [...(isWarehouseCode(input.code) ? [] : [code]), ...warehouseNameProblems(input.name)];
}

export function warehouseNameProblems(name: string): FieldProblem[] {
  return textProblems(['name'], name, nameRule);
}
