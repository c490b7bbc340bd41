import type { ScheduleName } from '../makeSchedule';
import type { Process } from '../process';
import { lcm, tcd } from './consistency';
import { ddim, ddpm, euler, eulerAncestral } from './ddim';
import { deis } from './deis';
import { dpm2, dpm2Ancestral } from './dpm2';
import { dpmpp2m, dpmpp2mSde, dpmpp3mSde } from './dpmMultistep';
import { dpmpp2s, dpmppSde } from './dpmSinglestep';
import { heun } from './heun';
import { lms } from './lms';
import type { Method } from './method';
import { plms } from './plms';
import { uniPc } from './unipc';

/** Every sampler there is, in the order a person should see them. */
export const methods: readonly Method[] = [
  dpmpp2m,
  dpmpp2mSde,
  dpmpp3mSde,
  dpmppSde,
  dpmpp2s,
  uniPc,
  euler,
  eulerAncestral,
  heun,
  ddim,
  deis,
  lms,
  dpm2,
  dpm2Ancestral,
  plms,
  ddpm,
  lcm,
  tcd,
];

/** Names that requests and cards have carried before. */
const FORMER_IDS: Readonly<Record<string, string>> = { 'flow-euler': 'euler', 'flow-heun': 'heun' };

/** The sampler of that id, a former one too, or undefined. */
export function findMethod(id: string): Method | undefined {
  const today = FORMER_IDS[id] ?? id;
  return methods.find((method) => method.id === today);
}

/** The samplers that make sense for a process. */
export function methodsFor({ kind }: Process): Method[] {
  return methods.filter(({ fits }) => fits.includes(kind));
}

/** The schedules that a sampler can be given on a process. */
export function schedulesFor({ schedules }: Method, { config }: Process): ScheduleName[] {
  const aligned = config.kind === 'diffusion' && config.aligned !== undefined;
  return schedules.filter((name) => name !== 'ays' || aligned);
}
