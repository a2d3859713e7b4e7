import { lstatSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { auditHeadsFolderOf, headFiles } from '../../platform/audit/head-files';
import { createFolder } from '../../platform/files/make-folder';
import type { Slot } from './haproxy';
import type { ReleaseFolder } from './state';

const ownerOnlyFolder = 0o700;

/**
 * Makes a version publish the heads of the audit log in the data folder of the shop, where commands
 * and the other version read them. It is a link and no setting, because an older build refuses
 * settings that it does not know.
 */
export function shareAuditHeads(folder: ReleaseFolder, slot: Slot): void {
  const dataFolder = path.dirname(folder.path);
  const shared = auditHeadsFolderOf(dataFolder);
  const own = auditHeadsFolderOf(folder.dataOf(slot));
  createFolder(shared, ownerOnlyFolder);
  if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const files = headFiles(dataFolder);
  const published = [...files.all(), ...headFiles(folder.dataOf(slot)).all()];
  // A file has the newest head of its day, so the newest one is written last.
  for (const head of published.toSorted((a, b) => a.at.localeCompare(b.at))) files.write(head);
  rmSync(own, { recursive: true, force: true });
  createFolder(path.dirname(own));
  symlinkSync(path.relative(path.dirname(own), shared), own);
}
