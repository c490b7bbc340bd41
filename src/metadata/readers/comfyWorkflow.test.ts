import { describe, expect, it } from 'vitest';
import { pngWithTexts } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

type Link = [id: number, origin: number, originSlot: number, target: number, targetSlot: number, type: string];
const asObject = ([id, origin_id, origin_slot, target_id, target_slot, type]: Link) => ({
  ...{ id, origin_id, origin_slot, target_id, target_slot, type },
});
const read = (workflow: object) => settingsOf(pngWithTexts({ workflow: JSON.stringify(workflow) }));

const input = (name: string, link: number | null, more: object = {}) => ({ name, link, ...more });
const encoder = (id: number, text: string, inputs: object[] = []) => ({
  ...{ id, type: 'CLIPTextEncode', inputs, widgets_values: [text] },
});
const sampler = (id: number, inputs: object[]) => ({
  ...{ id, type: 'KSampler', inputs, widgets_values: [77, 'fixed', 22, 5.5, 'euler', 'normal', 1] },
});
const size = { id: 5, type: 'EmptyLatentImage', inputs: [], widgets_values: [512, 768, 1] };
const model = { id: 4, type: 'CheckpointLoaderSimple', inputs: [], widgets_values: ['x/paperboat_v2.safetensors'] };
const FOX = {
  ...{ source: 'comfyui', prompt: 'a red fox', negativePrompt: 'blurry', seed: 77, steps: 22, guidanceScale: 5.5 },
  ...{ width: 512, height: 768, model: { name: 'paperboat_v2', hash: null }, warnings: [] },
};

/** The sampler in a subgraph whose inputs come from outside, and whose latent goes out. */
const sheet = (links: readonly (Link | object)[]) => ({
  id: 'draw',
  inputs: [{ name: 'positive' }, { name: 'latent' }],
  nodes: [
    sampler(3, [input('model', 1), input('positive', 2), input('negative', 3), input('latent_image', 4)]),
    model,
    encoder(7, 'blurry'),
  ],
  links,
});
const INNER: Link[] = [
  [1, 4, 0, 3, 0, 'MODEL'],
  [2, -10, 0, 3, 1, 'CONDITIONING'],
  [3, 7, 0, 3, 2, 'CONDITIONING'],
  [4, -10, 1, 3, 3, 'LATENT'],
  [5, 3, 0, -20, 0, 'LATENT'],
];
const OUTER: Link[] = [
  [11, 6, 0, 12, 0, 'CONDITIONING'],
  [12, 5, 0, 12, 1, 'LATENT'],
  [13, 12, 0, 8, 0, 'LATENT'],
  [14, 8, 0, 9, 0, 'IMAGE'],
];
const outer = (instance: object) => ({
  nodes: [
    { id: 9, type: 'SaveImage', inputs: [input('images', 14)] },
    { id: 8, type: 'VAEDecode', inputs: [input('samples', 13)] },
    instance,
    encoder(6, 'a red fox'),
    size,
    // Leads to nothing that is saved.
    { ...sampler(30, []), widgets_values: [1, 'fixed', 1, 1, 'heun', 'normal', 1] },
  ],
  links: OUTER,
});
const instance = { id: 12, type: 'draw', inputs: [input('positive', 11), input('latent', 12)] };

describe('a workflow with subgraphs', () => {
  it.each([
    ['arrays', INNER],
    ['objects', INNER.map(asObject)],
  ])('is followed into them and out again, by links as %s', (_, links) => {
    expect(read({ ...outer(instance), definitions: { subgraphs: [sheet(links)] } })).toMatchObject(FOX);
  });

  it('has its own links as objects, too', () => {
    const whole = { ...outer(instance), links: OUTER.map(asObject), definitions: { subgraphs: [sheet(INNER)] } };
    expect(read(whole)).toMatchObject(FOX);
  });

  it('may have them in each other', () => {
    const middle = {
      id: 'middle',
      inputs: [{ name: 'p' }, { name: 'l' }],
      nodes: [{ ...instance, inputs: [input('positive', 1), input('latent', 2)] }],
      links: [
        [1, -10, 0, 12, 0, 'CONDITIONING'],
        [2, -10, 1, 12, 1, 'LATENT'],
        [3, 12, 0, -20, 0, 'LATENT'],
      ],
    };
    const around = { id: 12, type: 'middle', inputs: [input('p', 11), input('l', 12)] };
    expect(read({ ...outer(around), definitions: { subgraphs: [sheet(INNER), middle] } })).toMatchObject(FOX);
  });

  it.each([[['a red fox']], [{ words: 'a red fox' }]])(
    'takes what is typed on the node around one: %j',
    (widgets_values) => {
      const words = {
        id: 'words',
        inputs: [{ name: 'words' }],
        nodes: [encoder(1, 'an owl', [input('clip', null), input('text', 1, { widget: { name: 'text' } })])],
        links: [
          [1, -10, 0, 1, 1, 'STRING'],
          [2, 1, 0, -20, 0, 'CONDITIONING'],
        ],
      };
      const typed = {
        id: 6,
        type: 'words',
        inputs: [input('words', null, { widget: { name: 'words' } })],
        widgets_values,
      };
      const whole = outer(instance);
      const nodes = whole.nodes.map((node) => ('id' in node && node.id === 6 ? typed : node));
      expect(read({ ...whole, nodes, definitions: { subgraphs: [sheet(INNER), words] } })).toMatchObject(FOX);
      const silent = nodes.map((node) => (node === typed ? { ...typed, widgets_values: [] } : node));
      expect(read({ ...whole, nodes: silent, definitions: { subgraphs: [sheet(INNER), words] } })).toMatchObject({
        ...FOX,
        prompt: 'an owl',
      });
    },
  );

  it('may have one in several places, each with what leads to it', () => {
    const whole = outer(instance);
    const second = { id: 13, type: 'draw', inputs: [input('positive', 21), input('latent', 22)] };
    const nodes = [encoder(20, 'an owl'), second, ...whole.nodes];
    const links: Link[] = [...OUTER, [21, 20, 0, 13, 0, 'CONDITIONING'], [22, 5, 0, 13, 1, 'LATENT']];
    expect(read({ nodes, links, definitions: { subgraphs: [sheet(INNER)] } })).toMatchObject(FOX);
  });

  it('leaves out those that are switched off', () => {
    const off = { ...instance, mode: 4 };
    expect(read({ ...outer(off), definitions: { subgraphs: [sheet(INNER)] } })).toMatchObject({ seed: 1 });
  });

  it('comes to an end where they hold themselves or lead in circles', () => {
    const circle = {
      id: 'draw',
      inputs: [{ name: 'positive' }],
      nodes: [{ id: 1, type: 'draw', inputs: [input('positive', 1)] }, sampler(3, [input('positive', 2)])],
      links: [
        [1, 1, 0, 1, 0, 'X'],
        [2, 1, 0, 3, 0, 'X'],
        [3, -10, 0, -20, 0, 'X'],
      ],
    };
    expect(read({ ...outer(instance), definitions: { subgraphs: [circle] } })).toMatchObject({ source: 'comfyui' });
  });

  it('is read without a definition, as far as it goes', () => {
    expect(read(outer(instance))).toMatchObject({ seed: 1 });
    expect(read({ ...outer(instance), definitions: { subgraphs: [null, { id: 'draw' }, 7] } })).toMatchObject({
      seed: 1,
    });
    expect(read({ ...outer(instance), definitions: 'none' })).toMatchObject({ seed: 1 });
  });
});
