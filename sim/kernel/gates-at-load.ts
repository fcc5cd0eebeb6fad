import { installGlobalGates } from './gates.ts';

// For a worker: import before the files of systems.
installGlobalGates();
