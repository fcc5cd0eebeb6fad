import type { System } from '../scenario/system.ts';

/** A system whose earlier version is the same code: upgrades then change nothing but who is restarted when. */
export const besideItself = (system: System): System => ({
  ...system,
  earlier: true,
  build(scenario) {
    const run = system.build(scenario);
    const [replica, client] = [run.replicas[0], run.clients[0]];
    return replica === undefined || client === undefined ? run : { ...run, earlier: { replica, client } };
  },
});
