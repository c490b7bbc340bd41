import { parseForeignObject } from '../foreignJson';
import { toImportedSettings, toNumber, type ImportedSettings } from '../importedSettings';
import {
  graphFromPrompt,
  graphFromWorkflow,
  linkedNode,
  upstream,
  type ComfyGraph,
  type ComfyNode,
} from './comfyGraph';

const SAMPLERS = ['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'SamplerCustomAdvanced'];
const OUTPUT = /^(save|preview)|save.?image|image.?save/i;
/** Inputs under which nodes hold a text of the prompt, or hand one on. */
const PROMPT_INPUTS = ['text', 'text_g', 'text_l', 't5xxl', 'clip_l', 'clip_g', 'prompt'];
const MODEL_INPUTS = ['ckpt_name', 'unet_name', 'model_name', 'base_ckpt_name'];
/** How many nodes a text or number is followed through. */
const MAX_HOPS = 20;
const MAX_PIECES = 50;
/** How many samplers are asked where their latent comes from; each asking walks the graph. */
const MAX_TRIED = 5;
/** Longest text that is joined to another, in characters; a request takes no more. */
const MAX_JOINED = 10_000;

type Side = 'positive' | 'negative';

/**
 * The settings of a ComfyUI picture from its `prompt` graph (what ran) or, where that is missing, its `workflow` (what the
 * editor shows): those of the sampler that starts the picture. Null where the texts hold no graph with a sampler.
 */
export function readComfyUi(prompt: string | undefined, workflow: string | undefined): ImportedSettings | null {
  const graphs = [
    () => graphFromPrompt(parseForeignObject(prompt)),
    () => graphFromWorkflow(parseForeignObject(workflow)),
  ];
  for (const read of graphs) {
    const graph = read();
    const samplers = graph ? findSamplers(graph) : [];
    const first = graph && samplers.length > 0 ? firstSampler(graph, samplers) : undefined;
    if (graph && first) return readSampler(graph, first, samplers.length);
  }
  return null;
}

const isSampler = (node: ComfyNode) =>
  SAMPLERS.includes(node.type) ||
  ['steps', 'cfg', 'sampler_name', 'latent_image'].every((name) => Object.hasOwn(node.inputs, name));

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
    .map((node) => ({ width: resolve(graph, node.inputs['width']), height: resolve(graph, node.inputs['height']) }))
    .find(({ width, height }) => toNumber(width) !== null && toNumber(height) !== null);
  const samplerName = value('sampler_name', sampler, select);
  const scheduler = value('scheduler', sampler, schedule);
  return toImportedSettings('comfyui', {
    prompt: promptText(graph, sampler, guider, 'positive'),
    negativePrompt: promptText(graph, sampler, guider, 'negative'),
    steps: value('steps', sampler, schedule),
    sampler:
      typeof samplerName === 'string' && typeof scheduler === 'string' ? `${samplerName} ${scheduler}` : samplerName,
    guidanceScale: value('cfg', sampler, guider),
    seed: value('seed', sampler, noise) ?? value('noise_seed', sampler, noise),
    width: size?.width,
    height: size?.height,
    modelName: modelName(graph, sampler, guider),
    strength: value('denoise', sampler, schedule),
    warnings: count > 1 ? [`The workflow has ${count} samplers; the settings are those of the first.`] : [],
  });
}

/** A plain value, or the text or number that a link leads to; undefined where there is none. */
function resolve(graph: ComfyGraph, input: unknown, hops = MAX_HOPS): unknown {
  const node = linkedNode(graph, input);
  if (!node) return Array.isArray(input) ? undefined : (input ?? undefined);
  if (hops === 0 || !graph.takeStep()) return undefined;
  const joined = ['string_a', 'string_b'].map((name) => node.inputs[name]).filter((part) => part !== undefined);
  if (joined.length > 0) {
    const delimiter = node.inputs['delimiter'];
    // Each half gets half of the hops, so that a graph of such nodes can't grow without end.
    const parts = joined.map((part) => resolve(graph, part, hops >> 1));
    const texts = parts.filter((part) => typeof part === 'string').map((part) => part.slice(0, MAX_JOINED));
    return texts.join(typeof delimiter === 'string' ? delimiter.slice(0, 20) : '').slice(0, MAX_JOINED);
  }
  return resolve(graph, graph.passedBy(node), hops - 1);
}

function promptText(graph: ComfyGraph, sampler: ComfyNode, guider: ComfyNode | undefined, side: Side): string {
  const start =
    sampler.inputs[side] ?? guider?.inputs[side] ?? (side === 'positive' ? guider?.inputs['conditioning'] : undefined);
  const pieces: string[] = [];
  collectTexts(graph, start, side, new Set(), pieces);
  return [...new Set(pieces)].join('\n');
}

/** Walks up the conditioning from a link and gathers the texts of all encoders it meets. */
function collectTexts(graph: ComfyGraph, input: unknown, side: Side, seen: Set<ComfyNode>, pieces: string[]): void {
  const node = linkedNode(graph, input);
  if (typeof input === 'string' && input.trim() !== '') pieces.push(input);
  if (!node || seen.has(node) || pieces.length >= MAX_PIECES || seen.size > 500) return;
  seen.add(node);
  if (/zero.?out/i.test(node.type)) return;
  const texts = PROMPT_INPUTS.map((name) => resolve(graph, node.inputs[name])).filter(
    (text) => typeof text === 'string',
  );
  if (texts.length > 0) {
    pieces.push(...texts.filter((text) => text.trim() !== ''));
    return;
  }
  const inputs = Object.entries(node.inputs);
  const same = inputs.filter(([name]) => name === side);
  const conditioning = inputs.filter(([name]) => /^cond/i.test(name));
  const onward =
    same.length > 0 ? same : conditioning.length > 0 ? conditioning : inputs.filter(([name]) => name === '');
  for (const [, next] of onward) collectTexts(graph, next, side, seen, pieces);
}

function modelName(graph: ComfyGraph, sampler: ComfyNode, guider: ComfyNode | undefined): unknown {
  const start = linkedNode(graph, sampler.inputs['model'] ?? guider?.inputs['model']);
  for (const node of start ? upstream(graph, start) : []) {
    const name = MODEL_INPUTS.map((input) => resolve(graph, node.inputs[input])).find(
      (value) => typeof value === 'string',
    );
    if (name !== undefined) return name;
  }
  return undefined;
}
