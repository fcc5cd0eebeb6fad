/** What a program is told when it starts. */
export interface ProcessSetting {
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly pid: number;
  /** A directory that exists on the node's disk; without it `chdir` accepts everything. */
  readonly isDirectory?: (path: string) => boolean;
}
