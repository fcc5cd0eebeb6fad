import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BadInput } from '../input/bad-input.ts';

/** A commit, as shown to the user. */
export interface Commit {
  readonly hash: string;
  readonly short: string;
  readonly subject: string;
  readonly author: string;
  readonly date: string;
}

/** The repository around a folder. Read-only: commits are checked out in a separate work tree outside of it. */
export class Repository {
  /** Root of the repository. */
  private readonly root: string;
  /** The current folder, relative to the root. */
  private readonly prefix: string;

  /** @throws BadInput if there is none. */
  constructor(folder: string) {
    const [root, prefix = ''] = (git(folder, ['rev-parse', '--show-toplevel', '--show-prefix']) ?? '').split(
      '\n',
    );
    if (root === undefined || root === '')
      throw new BadInput('bisect looks at commits, and there is no git repository here');
    this.root = root;
    this.prefix = prefix;
  }

  /** Resolves a revision given by the user. @throws BadInput */
  commit(option: string, name: string): Commit {
    const hash = git(this.root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    if (hash === undefined) throw new BadInput(`${option} ${name}: there is no such commit`);
    return this.described(hash);
  }

  described(hash: string): Commit {
    const shown = git(this.root, ['show', '--no-patch', '--format=%h%x00%s%x00%an%x00%as', hash]) ?? '';
    const [short = hash, subject = '', author = '', date = ''] = shown.split('\0');
    return { hash, short, subject, author, date };
  }

  isBefore(older: Commit, newer: Commit): boolean {
    return (
      older.hash !== newer.hash &&
      git(this.root, ['merge-base', '--is-ancestor', older.hash, newer.hash]) !== undefined
    );
  }

  /** Commits that may have introduced the bug, including merges, the most informative first. */
  suspects(goods: readonly string[], bad: string): readonly string[] {
    const without = goods.map((good) => `^${good}`);
    const listed = git(this.root, ['rev-list', '--bisect-all', bad, ...without]) ?? '';
    return listed.split('\n').flatMap((line) => line.split(' ', 1)[0] || []);
  }

  /** Creates a work tree in a temporary folder, for checking out commits; it must be removed at the end. */
  workTree(): WorkTree {
    return new WorkTree(this.root, this.prefix);
  }
}

/** A checkout of one commit after another. */
export class WorkTree {
  private readonly root: string;
  private readonly home = mkdtempSync(path.join(os.tmpdir(), 'wavetank-bisect-'));
  private readonly tree = path.join(this.home, 'tree');
  /** The folder in it that corresponds to the current one. */
  readonly folder: string;

  constructor(root: string, prefix: string) {
    this.root = root;
    this.folder = path.join(this.tree, prefix);
  }

  /** Checks out this commit. Packages are the currently installed ones. */
  goTo(hash: string): void {
    if (existsSync(this.tree)) must(this.tree, ['checkout', '--quiet', '--force', '--detach', hash]);
    else must(this.root, ['worktree', 'add', '--quiet', '--force', '--detach', this.tree, hash]);
    for (const from of new Set([this.root, path.join(this.root, path.relative(this.tree, this.folder))]))
      this.linkPackages(from);
  }

  remove(): void {
    git(this.root, ['worktree', 'remove', '--force', this.tree]);
    rmSync(this.home, { recursive: true, force: true });
    git(this.root, ['worktree', 'prune']);
  }

  private linkPackages(from: string): void {
    const packages = path.join(from, 'node_modules');
    const here = path.join(this.tree, path.relative(this.root, packages));
    if (!existsSync(packages) || existsSync(here) || !existsSync(path.dirname(here))) return;
    symlinkSync(packages, here, 'junction'); // needs no special rights on Windows
  }
}

/** Output of a git command; undefined if it failed. */
function git(folder: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync('git', words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    }).trimEnd();
  } catch {
    return undefined;
  }
}

function must(folder: string, words: readonly string[]): void {
  try {
    execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new BadInput(`git ${words[0]} failed: ${said.split('\n', 1)[0]}`);
  }
}
