import { linearizableCommand } from './sim/cli/linearizable/command.ts';
import { BadInput } from './sim/cli/shared/bad-input.ts';
import { terminalIo } from './sim/cli/shared/terminal.ts';
let code = 0;
try { await linearizableCommand(terminalIo('x'), (c) => { code = c; }).parseAsync(process.argv.slice(2), { from: 'user' }); } catch (e) { if (!(e instanceof BadInput)) throw e; console.error(e.message); code = 2; }
process.exitCode = code;
