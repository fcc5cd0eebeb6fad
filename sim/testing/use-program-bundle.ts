import { inject } from 'vitest';
import { useProgramBundle } from '../cli/shared/program-bundle.ts';

// Commands in tests run file by file. The system files that they load share the bundle of the program, as with `npm run sim`: to include
// hundreds of files in each of them takes most of a second.
useProgramBundle(inject('programBundle'));
