import { fileURLToPath } from 'node:url';
import { defaultSystem, systems } from '../systems/index.ts';
import { main } from './program.ts';
import { terminalIo } from './terminal.ts';

process.exitCode = await main(process.argv.slice(2), terminalIo(fileURLToPath(import.meta.url)), {
  systems,
  defaultSystem,
});
