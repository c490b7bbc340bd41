import * as v from 'valibot';
import type { Betas } from './betas';
import type { ProcessConfig } from './process';
import type { SigmaSpacing } from './sigmaSpacing';

/** The fields of diffusers' scheduler_config.json that bear on sampling; absent ones have the defaults of diffusers. */
const schedulerConfigSchema = v.object({
  _class_name: v.optional(v.string(), ''),
  num_train_timesteps: v.optional(v.number(), 1000),
  prediction_type: v.optional(
    v.picklist(['epsilon', 'v_prediction', 'sample', 'original_sample', 'flow_prediction']),
    'epsilon',
  ),
  beta_schedule: v.optional(v.picklist(['linear', 'scaled_linear', 'squaredcos_cap_v2']), 'linear'),
  beta_start: v.optional(v.number(), 0.0001),
  beta_end: v.optional(v.number(), 0.02),
  trained_betas: v.nullish(v.array(v.number())),
  rescale_betas_zero_snr: v.optional(v.boolean(), false),
  timestep_spacing: v.optional(v.picklist(['leading', 'linspace', 'trailing'])),
  steps_offset: v.optional(v.number(), 0),
  set_alpha_to_one: v.optional(v.boolean()),
  final_sigmas_type: v.optional(v.picklist(['zero', 'sigma_min']), 'zero'),
  original_inference_steps: v.optional(v.number()),
  use_karras_sigmas: v.nullish(v.boolean()),
  use_exponential_sigmas: v.nullish(v.boolean()),
  use_beta_sigmas: v.nullish(v.boolean()),
  // What isn't known here may be said only where it says that it isn't asked for.
  interpolation_type: v.optional(v.literal('linear')),
  timestep_type: v.optional(v.literal('discrete')),
  use_lu_lambdas: v.nullish(v.literal(false)),
  sigma_min: v.nullish(v.null_()),
  sigma_max: v.nullish(v.null_()),
  invert_sigmas: v.nullish(v.literal(false)),
  stochastic_sampling: v.nullish(v.literal(false)),
  use_flow_sigmas: v.nullish(v.boolean()),
  flow_shift: v.optional(v.number(), 1),
  shift: v.optional(v.number(), 1),
  shift_terminal: v.nullish(v.number()),
  use_dynamic_shifting: v.optional(v.boolean(), false),
  time_shift_type: v.optional(v.picklist(['exponential', 'linear']), 'exponential'),
  base_shift: v.optional(v.number(), 0.5),
  max_shift: v.optional(v.number(), 1.15),
  base_image_seq_len: v.optional(v.number(), 256),
  max_image_seq_len: v.optional(v.number(), 4096),
});

type SchedulerConfig = v.InferOutput<typeof schedulerConfigSchema>;

/**
 * What a model was trained on, from its scheduler_config.json (parsed). Null where the file asks for something that isn't known here, so
 * that nobody samples with a wrong guess.
 */
export function readSchedulerConfig(json: unknown): ProcessConfig | null {
  const parsed = v.safeParse(schedulerConfigSchema, json);
  if (!parsed.success) return null;
  const config = parsed.output;
  const flow = config._class_name.startsWith('FlowMatch') || config.use_flow_sigmas === true;
  if (!flow && config.prediction_type === 'flow_prediction') return null;
  return flow ? flowConfig(config) : diffusionConfig(config);
}

function flowConfig(config: SchedulerConfig): ProcessConfig {
  const sigmas = sigmaSpacing(config);
  const constant = config._class_name.startsWith('FlowMatch') ? config.shift : config.flow_shift;
  return {
    kind: 'flow',
    trainTimesteps: config.num_train_timesteps,
    shift: config.use_dynamic_shifting
      ? {
          baseShift: config.base_shift,
          maxShift: config.max_shift,
          baseTokens: config.base_image_seq_len,
          maxTokens: config.max_image_seq_len,
          kind: config.time_shift_type,
        }
      : constant,
    ...(config.shift_terminal ? { terminal: config.shift_terminal } : {}),
    ...(sigmas ? { sigmas } : {}),
  };
}

function diffusionConfig(config: SchedulerConfig): ProcessConfig {
  const sigmas = sigmaSpacing(config);
  const betas: Betas = {
    schedule: config.beta_schedule,
    start: config.beta_start,
    end: config.beta_end,
    steps: config.trained_betas?.length ?? config.num_train_timesteps,
    ...(config.trained_betas ? { trained: config.trained_betas } : {}),
  };
  return {
    kind: 'diffusion',
    betas,
    prediction: prediction(config.prediction_type),
    zeroTerminalSnr: config.rescale_betas_zero_snr,
    spacing: config.timestep_spacing,
    stepsOffset: config.steps_offset,
    setAlphaToOne: config.set_alpha_to_one,
    finalSigma: config.final_sigmas_type === 'sigma_min' ? 'min' : 'zero',
    originalSteps: config.original_inference_steps,
    ...(sigmas ? { sigmas } : {}),
  };
}

function prediction(type: SchedulerConfig['prediction_type']): 'epsilon' | 'v' | 'sample' {
  if (type === 'v_prediction') return 'v';
  return type === 'epsilon' ? 'epsilon' : 'sample';
}

function sigmaSpacing(config: SchedulerConfig): SigmaSpacing | null {
  if (config.use_karras_sigmas) return 'karras';
  if (config.use_exponential_sigmas) return 'exponential';
  return config.use_beta_sigmas ? 'beta' : null;
}
