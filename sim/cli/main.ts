import { fileURLToPath } from 'node:url';
import { lateText } from './late-rejection.ts';
import { main } from './program.ts';
import { ExitCode } from './shared/exit-codes.ts';
import { terminalIo } from './shared/terminal.ts';

// A promise that a handler made and left behind: what it does comes after its run, and fails there.
process.on('unhandledRejection', (error: unknown) => {
  process.stderr.write(lateText(error));
  process.exit(ExitCode.nondeterminism);
});

process.exitCode = await main(
  process.argv.slice(2),
  terminalIo(fileURLToPath(import.meta.url)),
  () => import('../systems/index.ts'),
);
