import { defineCluster } from 'wavetank';
import { lowdb } from './cluster.ts';

/** The same, but no crash takes more than the process: the cache of the system stays. */
export default defineCluster(lowdb(0));
