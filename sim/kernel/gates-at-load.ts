import { installGlobalGates } from './gates.ts';

// For a worker: imported before the files of systems.
installGlobalGates();
