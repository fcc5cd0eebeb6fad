import { vsr, vsrMemory } from '/work/wt/epoch/sim/systems/vsr.ts';
import { drawScenario } from '/work/wt/epoch/sim/scenario/swarm.ts';
import { simulate } from '/work/wt/epoch/sim/run.ts';
const [a,b,sysname,only]=process.argv.slice(2);
const system = sysname==='vsr-memory'?vsrMemory:vsr;
const probes:Record<string,number>={}; let runs=0;const t=Date.now();let verdicts:Record<string,number>={};
for(let s=Number(a);s<=Number(b);s++){
  const sc=drawScenario(String(s),system);
  if(only==='e' && !(sc.settings.reconfigurePercent as number>0)) continue;
  runs++;
  const t0=Date.now();
  const r=simulate(system,sc);
  verdicts[r.verdict]=(verdicts[r.verdict]??0)+1;
  for(const p of Object.keys(r.probes)) probes[p]=(probes[p]??0)+1;
  if(r.verdict!=='pass') console.log(s,r.verdict,r.steps,r.breach?.fingerprint??r.reason?.slice(0,300), r.breach?.title??'');
  if(Date.now()-t0>20000) console.log('slow',s,Date.now()-t0);
}
console.log(runs,JSON.stringify(verdicts),(Date.now()-t)/1000);
for(const p of ['epoch-change','epoch-change-after-view-change','joined','joiner-crashed-while-transferring','leaver-partitioned','epoch-missed','two-epochs-missed','retired','told-of-epoch','client-learnt-epoch']) console.log(p,probes[p]??0);
