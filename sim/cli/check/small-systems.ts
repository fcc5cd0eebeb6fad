import { SMALL_SYSTEMS } from '../../../examples/check/small-systems.ts';
import type { CheckTemplate } from '../../check/model/template.ts';

/** Systems available only to the checker, by name. */
export const smallSystems: ReadonlyMap<string, CheckTemplate> = SMALL_SYSTEMS;
