/** Environment of a program at start. */
export interface ProcessSetting {
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly pid: number;
  /** Whether a directory exists on the node's disk; without it `chdir` accepts everything. */
  readonly isDirectory?: (path: string) => boolean;
}
