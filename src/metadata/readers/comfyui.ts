import { field, isObject, parseForeignObject, type ForeignObject } from '../foreignJson';
import { toImportedSettings, toNumber, type ImportedSettings } from '../importedSettings';
import { graphFromPrompt, linkedNode, upstream, type ComfyGraph, type ComfyNode } from './comfyGraph';
import { PIPE, promptText, resolve, type PromptText, type Side } from './comfyTexts';
import { graphFromWorkflow } from './comfyWorkflow';

const SAMPLERS = ['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'SamplerCustomAdvanced'];
const OUTPUT = /^(save|preview)|save.?image|image.?save/i;
const MODEL_INPUTS = ['ckpt_name', 'unet_name', 'model_name', 'base_ckpt_name'];
const SIZE_INPUTS = [
  ['width', 'height'],
  ['empty_latent_width', 'empty_latent_height'],
] as const;
/** Types of nodes that a warning names. */
const MAX_NAMED = 3;
/** How many samplers are asked where their latent comes from; each asking walks the graph. */
const MAX_TRIED = 5;

/**
 * The settings of a ComfyUI picture from a `prompt` graph (what ran) or, where there is none, a `workflow` (what the editor
 * shows): those of the sampler that starts the picture. Both may stand in any of the JSON texts, some tools put both into one.
 * Null where they hold no graph with a sampler.
 */
export function readComfyUi(texts: readonly ForeignObject[]): ImportedSettings | null {
  const inside = (name: string) =>
    texts.flatMap((json) => [json, objectIn(json, name)]).filter((json) => json !== null);
  const graphs = [
    ...inside('prompt').map((json) => () => graphFromPrompt(json)),
    ...inside('workflow').map((json) => () => graphFromWorkflow(json)),
  ];
  for (const read of graphs) {
    const graph = read();
    const samplers = graph ? findSamplers(graph) : [];
    const first = graph && samplers.length > 0 ? firstSampler(graph, samplers) : undefined;
    if (graph && first) return readSampler(graph, first, samplers.length);
  }
  return null;
}

/** A field that is an object, or the text of one. */
function objectIn(json: ForeignObject, name: string): ForeignObject | null {
  const value = field(json, name);
  return typeof value === 'string' ? parseForeignObject(value) : isObject(value) ? value : null;
}

const isSampler = (node: ComfyNode) =>
  SAMPLERS.includes(node.type) ||
  ['steps', 'cfg', 'sampler_name', 'latent_image'].every((name) => Object.hasOwn(node.inputs, name));

/** A sampler's bundle of model and conditionings, where it takes one. */
const pipeOf = ({ inputs }: ComfyNode): unknown => Object.entries(inputs).find(([name]) => PIPE.test(name))?.[1];

/** The samplers that lead to an output; all of them where no output is known. */
function findSamplers(graph: ComfyGraph): ComfyNode[] {
  const used = new Set<ComfyNode>();
  for (const node of graph.values()) {
    if (OUTPUT.test(node.type) && !used.has(node))
      for (const feeding of upstream(graph, node, (n) => used.has(n))) used.add(feeding);
  }
  const all = [...graph.values()].filter(isSampler);
  const leading = all.filter((node) => used.has(node));
  return leading.length > 0 ? leading : all;
}

/** The one whose latent comes from no other sampler: the others refine or enlarge what it made. */
function firstSampler(graph: ComfyGraph, samplers: ComfyNode[]): ComfyNode | undefined {
  const tried = samplers.slice(0, MAX_TRIED);
  return tried.find((node) => !latentSources(graph, node).some((source) => isSampler(source))) ?? tried[0];
}

function latentSources(graph: ComfyGraph, sampler: ComfyNode): ComfyNode[] {
  const latent = linkedNode(graph, sampler.inputs['latent_image'] ?? sampler.inputs['latent']);
  return latent ? upstream(graph, latent, isSampler) : [];
}

function readSampler(graph: ComfyGraph, sampler: ComfyNode, count: number): ImportedSettings {
  const guider = linkedNode(graph, sampler.inputs['guider']);
  const sigmas = linkedNode(graph, sampler.inputs['sigmas']);
  const noise = linkedNode(graph, sampler.inputs['noise']);
  const select = linkedNode(graph, sampler.inputs['sampler']);
  const schedule = sigmas && upstream(graph, sigmas).find((node) => Object.hasOwn(node.inputs, 'steps'));
  /** The first of the nodes that has the input, its value followed to where it is written. */
  const value = (name: string, ...nodes: (ComfyNode | undefined)[]) =>
    nodes.map((node) => resolve(graph, node?.inputs[name])).find((found) => found !== undefined);
  const size = latentSources(graph, sampler)
    .flatMap(({ inputs }) => SIZE_INPUTS.map(([width, height]) => ({ width: inputs[width], height: inputs[height] })))
    .map(({ width, height }) => ({ width: resolve(graph, width), height: resolve(graph, height) }))
    .find(({ width, height }) => toNumber(width) !== null && toNumber(height) !== null);
  const side = (name: Side) => {
    const guided = guider?.inputs[name] ?? (name === 'positive' ? guider?.inputs['conditioning'] : undefined);
    return promptText(graph, sampler.inputs[name] ?? guided ?? pipeOf(sampler), name);
  };
  const [positive, negative] = [side('positive'), side('negative')];
  const samplerName = value('sampler_name', sampler, select);
  const scheduler = value('scheduler', sampler, schedule);
  return toImportedSettings('comfyui', {
    prompt: positive.isFound ? positive.text : undefined,
    negativePrompt: negative.isFound ? negative.text : undefined,
    steps: value('steps', sampler, schedule),
    sampler:
      typeof samplerName === 'string' && typeof scheduler === 'string' ? `${samplerName} ${scheduler}` : samplerName,
    guidanceScale: value('cfg', sampler, guider),
    seed: value('seed', sampler, noise) ?? value('noise_seed', sampler, noise),
    width: size?.width,
    height: size?.height,
    modelName: modelName(graph, sampler, guider),
    strength: value('denoise', sampler, schedule),
    warnings: [
      ...(count > 1 ? [`The workflow has ${count} samplers; the settings are those of the first.`] : []),
      ...promptWarnings(positive, negative),
    ],
  });
}

/** What has to be said where the prompt may not be the whole one. */
function promptWarnings(positive: PromptText, negative: PromptText): string[] {
  const guessed = [...new Set([...positive.guessed, ...negative.guessed])].map((type) => type.slice(0, 60));
  const names = guessed.slice(0, MAX_NAMED).join(', ') + (guessed.length > MAX_NAMED ? ' and others' : '');
  return [
    positive.isFound ? '' : 'The prompt was not found in this workflow.',
    guessed.length > 0
      ? `A part of the prompt may be missing or wrong: it comes from nodes unknown here (${names}).`
      : '',
  ].filter((warning) => warning !== '');
}

function modelName(graph: ComfyGraph, sampler: ComfyNode, guider: ComfyNode | undefined): unknown {
  const start = linkedNode(graph, sampler.inputs['model'] ?? guider?.inputs['model'] ?? pipeOf(sampler));
  for (const node of start ? upstream(graph, start) : []) {
    const name = MODEL_INPUTS.map((input) => resolve(graph, node.inputs[input])).find(
      (value) => typeof value === 'string',
    );
    if (name !== undefined) return name;
  }
  return undefined;
}
