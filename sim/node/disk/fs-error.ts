/** Error codes of file system calls. */
export type FsCode =
  | 'EACCES'
  | 'EBADF'
  | 'EEXIST'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ELOOP'
  | 'EMFILE'
  | 'ENAMETOOLONG'
  | 'ENOENT'
  | 'ENOSPC'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'EPERM'
  | 'ESPIPE'
  | 'EXDEV';

/** A failed system call. */
export class FsError extends Error {
  readonly code: FsCode;

  constructor(code: FsCode) {
    super(code);
    this.code = code;
  }
}

export function fail(code: FsCode): never {
  throw new FsError(code);
}
