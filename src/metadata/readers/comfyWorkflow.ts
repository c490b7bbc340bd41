import { field, isObject, type ForeignObject } from '../foreignJson';
import { toNumber } from '../importedSettings';
import { ComfyGraph, MAX_INPUTS, MAX_NODES } from './comfyGraph';

/** Order of the widgets in a saved workflow, which keeps their values without names. `null` = the "after generate" choice behind a seed. */
const WIDGETS: Record<string, readonly (string | null)[]> = {
  KSampler: ['seed', null, 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: ['add_noise', 'noise_seed', null, 'steps', 'cfg', 'sampler_name', 'scheduler'],
  SamplerCustom: ['add_noise', 'noise_seed', null, 'cfg'],
  RandomNoise: ['noise_seed'],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  CFGGuider: ['cfg'],
  CLIPTextEncode: ['text'],
  CLIPTextEncodeSDXL: ['width', 'height', 'crop_w', 'crop_h', 'target_width', 'target_height', 'text_g', 'text_l'],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  EmptyLatentImage: ['width', 'height'],
  EmptySD3LatentImage: ['width', 'height'],
  'Text Concatenate': ['delimiter', 'clean_whitespace'],
  ImpactWildcardEncode: ['wildcard_text', 'populated_text'],
  ImpactKSamplerBasicPipe: ['seed', null, 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name'],
  PrimitiveNode: ['value'],
  PrimitiveInt: ['value'],
  PrimitiveFloat: ['value'],
  PrimitiveString: ['value'],
  PrimitiveStringMultiline: ['value'],
};
/** A node's mode in a saved workflow when it does not run: muted, bypassed. */
const ASLEEP = [2, 4];

/** The nodes at the edge of a subgraph that stand for its inputs and its outputs. */
const INNER_INPUT = '-10';
const INNER_OUTPUT = '-20';
/** Subgraphs in subgraphs, and how many of their edges a link may cross. */
const MAX_DEPTH = 10;
const MAX_SLOTS = 200;
/** Inputs of all nodes together: as many as the JSON may have keys, however often a subgraph stands in it. */
const MAX_ALL_INPUTS = 50_000;

/** Nodes with the links between them: the whole workflow, or a subgraph, which may stand in it many times. */
interface Sheet {
  nodes: readonly unknown[];
  /** Names of a subgraph's own inputs, in their order. */
  inputs: readonly unknown[];
  links: ReadonlyMap<unknown, Link>;
  /** Which link leads to each of a subgraph's own outputs. */
  outputs: ReadonlyMap<number, Link>;
}

interface Link {
  origin: string;
  slot: number;
}

/** A sheet in one of the places where it stands. */
interface Place {
  sheet: Sheet;
  /** Before the ids of its nodes, as the server names them: "12:" for those in node 12. */
  prefix: string;
  /** Where the node stands that it is in, and what leads to that node's inputs; null for the whole workflow. */
  outer: { place: Place; inputs: readonly OuterInput[] } | null;
  /** Those in its nodes, by the nodes' ids. */
  inner: Map<string, Place>;
}

/** An input of a node that holds a subgraph: a link, or what is typed there. */
interface OuterInput {
  name: unknown;
  link: unknown;
  value: unknown;
}

/** The graph of a `workflow` text (nodes with widget values, links as a table, subgraphs), or null where the JSON is something else. */
export function graphFromWorkflow(json: ForeignObject | null): ComfyGraph | null {
  if (!Array.isArray(field(json, 'nodes'))) return null;
  const subgraphs = new Map<unknown, Sheet>();
  for (const definition of listIn(field(json, 'definitions'), 'subgraphs', MAX_NODES))
    subgraphs.set(field(definition, 'id'), sheetOf(definition));
  const graph = new ComfyGraph();
  let inputsLeft = MAX_ALL_INPUTS;
  // All places first: a link may lead into one that comes later.
  for (const { node, place } of [...placedNodes(sheetOf(json), subgraphs)]) {
    const type = field(node, 'type');
    if (typeof type !== 'string') continue;
    const id = place.prefix + idOf(field(node, 'id'));
    const inputs = { ...widgets(type, field(node, 'widgets_values')), ...slots(node, place) };
    inputsLeft -= Object.keys(inputs).length;
    if (inputsLeft < 0) break;
    graph.set(id, { id, type, inputs });
  }
  return graph.size > 0 ? graph : null;
}

const listIn = (object: unknown, name: string, max: number): unknown[] => {
  const list = field(object, name);
  return Array.isArray(list) ? (list.slice(0, max) as unknown[]) : [];
};

function sheetOf(json: unknown): Sheet {
  const links = new Map<unknown, Link>();
  const outputs = new Map<number, Link>();
  for (const link of listIn(json, 'links', MAX_NODES * 8)) {
    const part = (at: number, name: string): unknown =>
      Array.isArray(link) ? (link[at] as unknown) : field(link, name);
    const source = { origin: idOf(part(1, 'origin_id')), slot: toNumber(part(2, 'origin_slot')) ?? 0 };
    links.set(part(0, 'id'), source);
    if (idOf(part(3, 'target_id')) === INNER_OUTPUT) outputs.set(toNumber(part(4, 'target_slot')) ?? 0, source);
  }
  const inputs = listIn(json, 'inputs', MAX_INPUTS).map((input) => field(input, 'name'));
  return { nodes: listIn(json, 'nodes', MAX_NODES), inputs, links, outputs };
}

/** All nodes that run, those of subgraphs in the place of the nodes that hold them. */
function* placedNodes(
  start: Sheet,
  subgraphs: ReadonlyMap<unknown, Sheet>,
): Generator<{ node: unknown; place: Place }> {
  let left = MAX_NODES;
  const open = [{ place: placeOf(start, '', null), depth: 0 }];
  for (const { place, depth } of open) {
    for (const node of place.sheet.nodes) {
      if (left-- <= 0) return;
      if (ASLEEP.includes(toNumber(field(node, 'mode')) ?? 0)) continue;
      const sheet = subgraphs.get(field(node, 'type'));
      if (!sheet) yield { node, place };
      else if (depth < MAX_DEPTH) {
        const id = idOf(field(node, 'id'));
        const inputs = outerInputs(node, sheet);
        const inner = placeOf(sheet, `${place.prefix}${id}:`, { place, inputs });
        left -= inputs.length;
        place.inner.set(id, inner);
        open.push({ place: inner, depth: depth + 1 });
      }
    }
  }
}

const placeOf = (sheet: Sheet, prefix: string, outer: Place['outer']): Place => ({
  sheet,
  prefix,
  outer,
  inner: new Map(),
});

/** In the order of the subgraph's own inputs; nodes say them by name, old ones in that order. */
function outerInputs(node: unknown, { inputs }: Sheet): OuterInput[] {
  const slots = listIn(node, 'inputs', MAX_SLOTS);
  const typed = slots.filter((slot) => field(slot, 'widget') !== undefined);
  const values = field(node, 'widgets_values');
  const all = slots.map((slot): OuterInput => {
    const name = field(slot, 'name');
    const place = typed.indexOf(slot);
    const value = isObject(values)
      ? field(values, String(name))
      : Array.isArray(values)
        ? (values[place] as unknown)
        : undefined;
    return { name, link: field(slot, 'link'), value };
  });
  const byName = new Map(all.map((one) => [one.name, one]));
  return inputs.map((name, i) => byName.get(name) ?? all[i] ?? { name, link: null, value: undefined });
}

/** Ids are numbers in a workflow and texts in a prompt; anything else is none. */
function idOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function widgets(type: string, values: unknown): ForeignObject {
  if (isObject(values)) return Object.keys(values).length <= MAX_INPUTS ? values : {};
  const names = Object.hasOwn(WIDGETS, type) ? WIDGETS[type] : undefined;
  if (!Array.isArray(values) || !names) return {};
  const list = values as unknown[];
  // Very old workflows have no "after generate" value behind the seed.
  const used = list.length < names.length ? names.filter((name) => name !== null) : names;
  return Object.fromEntries(
    used.flatMap((name, i) => (name === null || list[i] === undefined ? [] : [[name, list[i]]])),
  );
}

/** What leads to the node's inputs: links, and values that are set on the node around its subgraph. */
function slots(node: unknown, place: Place): ForeignObject {
  const found: [string, unknown][] = [];
  for (const slot of listIn(node, 'inputs', MAX_SLOTS)) {
    const name = field(slot, 'name');
    const value = sourceOf(place, place.sheet.links.get(field(slot, 'link')), MAX_DEPTH);
    if (typeof name === 'string' && value !== undefined) found.push([name, value]);
  }
  return Object.fromEntries(found);
}

/** Where a link comes from in the end: `[node id, output]`, a value, or undefined where it leads nowhere. */
function sourceOf(place: Place, link: Link | undefined, hops: number): unknown {
  if (!link || hops <= 0) return undefined;
  if (link.origin === INNER_INPUT) return outerSource(place, link.slot, hops);
  const inner = place.inner.get(link.origin);
  if (inner) return sourceOf(inner, inner.sheet.outputs.get(link.slot), hops - 1);
  return [place.prefix + link.origin, link.slot];
}

/** What leads into a subgraph: the link to the node around it, or the value that is typed there. */
function outerSource({ outer }: Place, slot: number, hops: number): unknown {
  const input = outer?.inputs[slot];
  if (!outer || !input) return undefined;
  return sourceOf(outer.place, outer.place.sheet.links.get(input.link), hops - 1) ?? input.value;
}
