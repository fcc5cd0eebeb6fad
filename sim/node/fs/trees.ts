import { FsError } from '../disk/fs-error.ts';
import type { Exports } from '../library/source.ts';
import { pathText } from './arguments.ts';
import type { FileSystem } from './file-system.ts';

/** Runs one system call of a tree operation, so that each can fail and is counted separately. */
type Step = (name: string, path: string, run: () => void) => void;

function copyError(code: string, message: string): Error {
  return Object.assign(new Error(`${message}`), { code });
}

/** Tree operations that newer versions of Node implement natively, as the same sequence of system calls. */
export function treeCalls(fs: FileSystem, step: Step): Exports {
  const { disk } = fs;
  const find = (path: string) => disk.find(path, fs.cwd(), false).inode;

  const remove = (path: string): void => {
    const inode = find(path);
    if (inode === undefined) return;
    if (inode.kind !== 'directory') {
      step('rm', path, () => fs.unlink(path));
      return;
    }
    for (const [name] of disk.list(inode)) remove(`${path}/${name}`);
    step('rm', path, () => fs.removeDirectory(path));
  };

  const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

  const checkPaths = (from: string, to: string, dereference: boolean, recursive: boolean): void => {
    let source = disk.find(from, fs.cwd(), dereference).inode;
    step('cp', from, () => {
      source = disk.need(from, fs.cwd(), dereference);
    });
    const target = fs.exists(parentOf(to)) ? disk.find(to, fs.cwd(), dereference).inode : undefined;
    const isDirectory = source?.kind === 'directory';
    if (target !== undefined) {
      if (source === target) throw copyError('ERR_FS_CP_EINVAL', `src and dest cannot be the same ${to}`);
      if (isDirectory && target.kind !== 'directory') {
        throw copyError(
          'ERR_FS_CP_DIR_TO_NON_DIR',
          `Cannot overwrite non-directory ${to} with directory ${from}`,
        );
      }
      if (!isDirectory && target.kind === 'directory') {
        throw copyError(
          'ERR_FS_CP_NON_DIR_TO_DIR',
          `Cannot overwrite directory ${to} with non-directory ${from}`,
        );
      }
    }
    if (isDirectory && !recursive) {
      throw copyError('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${from}`);
    }
    if (isDirectory && `${to}/`.startsWith(`${from}/`)) {
      throw copyError('ERR_FS_CP_EINVAL', `Cannot copy ${from} to a subdirectory of self ${to}`);
    }
    step('cp', to, () => void fs.makeDirectories(parentOf(to), 0o777));
  };

  const copyTree = (from: string, to: string, force: boolean, errorOnExist: boolean): void => {
    const inode = disk.need(from, fs.cwd(), false);
    if (inode.kind === 'directory') {
      if (find(to) === undefined) step('cp', to, () => fs.makeDirectory(to, inode.mode & 0o777));
      for (const [name] of disk.list(inode))
        copyTree(`${from}/${name}`, `${to}/${name}`, force, errorOnExist);
      return;
    }
    if (find(to) !== undefined) {
      if (!force) {
        if (errorOnExist) throw copyError('ERR_FS_CP_EEXIST', `Target already exists: ${to}`);
        return;
      }
      step('cp', to, () => fs.unlink(to));
    }
    if (inode.kind === 'link') step('cp', to, () => fs.symlink(inode.target, to));
    else step('cp', to, () => fs.copy(from, to, false));
  };

  return {
    rmSync: (path: unknown) => remove(pathText(path)),
    cpSyncCheckPaths: (from: unknown, to: unknown, dereference: boolean, recursive: boolean) =>
      checkPaths(pathText(from), pathText(to), dereference, recursive),
    cpSyncOverrideFile: (from: unknown, to: unknown) => {
      step('cp', pathText(to), () => fs.unlink(pathText(to)));
      step('cp', pathText(to), () => fs.copy(pathText(from), pathText(to), true));
    },
    cpSyncCopyDir: (
      from: unknown,
      to: unknown,
      force: boolean,
      _dereference: boolean,
      errorOnExist: boolean,
    ) => copyTree(pathText(from), pathText(to), force, errorOnExist),
  };
}

/** A step that converts a failed system call to an error with `exceptionOf`. */
export const stepper =
  (live: () => void, exceptionOf: (error: unknown, name: string, path: string) => unknown): Step =>
  (name, path, run) => {
    live();
    try {
      run();
    } catch (error) {
      throw error instanceof FsError ? exceptionOf(error, name, path) : error;
    }
  };
