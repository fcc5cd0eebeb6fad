import { defineCluster } from 'wavetank';
import { lowdb } from './cluster.ts';

/** The same cluster with process crashes only: the page cache survives. */
export default defineCluster(lowdb(0));
