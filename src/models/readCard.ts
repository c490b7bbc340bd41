import * as v from 'valibot';
import { modelDamaged, type OutpaneError } from '../protocol/errors';
import { modelCardSchema, type ModelCard } from './modelCard';

/** A card from the text of its JSON file. Throws `model-damaged` with the first things that are wrong in it. */
export function readCard(text: string): ModelCard {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw badCard([`It is not JSON (${thrown instanceof Error ? thrown.message : String(thrown)}).`]);
  }
  const parsed = v.safeParse(modelCardSchema, json);
  if (!parsed.success) {
    throw badCard(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'card'}: ${issue.message}`));
  }
  const contradictions = contradictionsIn(parsed.output);
  if (contradictions.length > 0) throw badCard(contradictions);
  return parsed.output;
}

/** What no schema sees: parts of the card that do not fit each other. */
function contradictionsIn(card: ModelCard): string[] {
  const wrong: string[] = [];
  const paths = new Set<string>();
  for (const file of card.files) {
    if (paths.has(file.path)) wrong.push(`files: ${file.path} is listed twice.`);
    paths.add(file.path);
    const chunks = Math.ceil(file.size / card.chunkSize);
    if (file.chunks.length !== chunks) {
      wrong.push(`files: ${file.path} has ${file.chunks.length} chunk hashes, its size asks for ${chunks}.`);
    }
  }
  const needed = [card.tokenizer.tokenizer, card.tokenizer.config];
  for (const component of Object.values(card.components)) {
    if (component) needed.push(component.graph, ...component.externalData.map((data) => data.file));
  }
  for (const path of needed) {
    if (!paths.has(path)) wrong.push(`files: ${path} is used but not listed.`);
  }
  if (card.preview.matrix.length !== card.latents.channels) {
    wrong.push(`preview.matrix: ${card.preview.matrix.length} rows for ${card.latents.channels} latent channels.`);
  }
  const { kernel } = card.preview;
  if (kernel) {
    const outputs = 3 * kernel.upscale ** 2;
    const taps = card.latents.channels * kernel.size ** 2;
    if (
      kernel.scale.length !== outputs ||
      kernel.bias.length !== outputs ||
      atob(kernel.weights).length !== outputs * taps
    ) {
      wrong.push(`preview.kernel: needs ${outputs} outputs of ${taps} weights.`);
    }
  }
  if (!card.samplers.includes(card.defaults.sampler)) {
    wrong.push(`defaults.sampler: ${card.defaults.sampler} is not one of the samplers.`);
  }
  return wrong;
}

function badCard(wrong: string[]): OutpaneError {
  return modelDamaged(
    "The model's card can't be read.",
    'Your pictures are safe. Reload the page; if it happens again, the model has to be put in place again on the server.',
    wrong.slice(0, 5).join('\n'),
  );
}
