import { Command } from 'commander';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { StoreOptions } from './run.ts';

/** `store`: a permanent record of campaign findings in one file. */
export function storeCommand(io: Io, done: (code: ExitCode) => void): Command {
  const store = new Command('store').description('findings of all campaigns, kept in one SQLite file');
  const sub = (words: string, description: string): Command =>
    store
      .command(words)
      .description(description)
      .option('--store <file>', 'the store (default: findings/store.db)');
  sub('add <what...>', 'add folders of campaigns, or what `store export` or `mutants --json` has written')
    .option('--commit <name>', 'commit at which mutants were measured (default: that of the code)')
    .action(async (what: string[], options: StoreOptions) => {
      const { addToStore } = await import('./run.ts');
      done(addToStore(what, options, io));
    });
  sub('export', 'write all of it as lines of JSON')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async (options: StoreOptions) => {
      const { exportStore } = await import('./run.ts');
      done(exportStore(options, io));
    });
  sub('list', 'all findings, those first that somebody should look at')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: StoreOptions) => {
      const { listStore } = await import('./run.ts');
      done(listStore(options, io));
    });
  return store;
}
