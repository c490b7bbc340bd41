import { zlibSync } from 'fflate';
import { Autosave } from '../../editor/autosave';
import { accept, show, stage, withFrame } from '../../editor/document';
import { openDocument } from '../../editor/openDocument';
import { makeCandidate, startPicture, writeMask } from '../../editor/pictures';
import { EditorSession } from '../../editor/session';
import { flat, gradient } from '../../editor/testing/images';
import { TileStore } from '../../editor/tileStore';
import type { Rect } from '../../geometry/rect';
import type { Edit, GenerationRequest } from '../../protocol/generationRequest';
import { settingsOfRequest, type PictureSettings } from '../../protocol/pictureSettings';
import { someRequest } from '../../protocol/testing/someRequest';
import { setNotifications } from '../../settings/background';
import { savePreset } from '../../settings/presets';
import { saveStyle } from '../../settings/promptStyles';
import { useSettings } from '../../settings/settings';
import { useLayout } from '../../shell/layout';
import { DocumentStore } from '../documents';
import { openStore } from '../keyValue';
import { crc32 } from '../../metadata/crc32';
import type { PictureMeta } from '../pictureMeta';
import { newPictureId, savePicture, updatePicture } from '../pictures';
import { Weights } from '../weights';
import { freeze, type Frozen } from './frozen';
import { cardFor, someBytes, startRangeServer } from './rangeServer';

/** 2026-11-20, so that the frozen pictures have a date. */
const DAY = Date.UTC(2026, 10, 20);
const HASH = 'ab'.repeat(32);

const edit = (intent: Edit['intent'], region: Rect): Edit => ({
  intent,
  strength: intent === 'vary' ? 0.6 : 1,
  fade: 24,
  region,
  source: { pixels: HASH, ...(intent === 'fill' ? { mask: HASH } : {}) },
});

const editRequest = (mode: GenerationRequest['mode'], intent: Edit['intent'], region: Rect, seed: number) =>
  someRequest({ mode, seed, prompt: `${intent} of seed ${seed}`, edit: edit(intent, region) });

const foreign: PictureSettings = {
  ...settingsOfRequest(someRequest({ prompt: 'a castle, highly detailed' })),
  source: 'a1111',
  sampler: { name: 'DPM++ 2M Karras', id: null },
  seed: null,
  model: { name: 'dreamer_v8', hash: '879db523c3' },
  warnings: ['Steps 80 is not possible here; it becomes 50.'],
};

/**
 * Fills a device as a person does who has used everything once, and gives it back as a file. `localStorage` is what the
 * stores write to. Frozen files are never written again: what this does is today's, and serves the next version.
 */
export async function freezeSample(localStorage: ReadonlyMap<string, string>): Promise<Frozen> {
  await editPictures();
  await keepPictures();
  await installModel();
  await chooseSettings();
  return freeze(Object.fromEntries(localStorage));
}

async function editPictures(): Promise<void> {
  const storage = new DocumentStore();
  await editOther(storage);
  const session = new EditorSession(new TileStore(), rethrow);
  const autosave = new Autosave(session, storage, '11111111-1111-4111-8111-111111111111');
  autosave.start();
  const origin = newPictureId(DAY);
  await session.edit('Generate', () =>
    startPicture(session.tiles, gradient(64, 64), { request: someRequest(), foreign: null, origin }),
  );
  const hole = { x: 8, y: 8, width: 16, height: 16 };
  const mask = { ...hole, data: new Uint8Array(16 * 16).fill(255) };
  await session.edit('Brush', (document) => writeMask(session.tiles, document, hole, mask));
  await stageTwo(session, 'inpaint', 'fill', hole);
  session.amend(show(session.document, 1));
  session.commit({ ...accept(session.document), keptAs: newPictureId(DAY + 4) }, 'Accept');
  const frame = { x: 32, y: 0, width: 128, height: 128 };
  session.commit(withFrame(session.document, frame), 'Frame', 'frame');
  session.commit(withFrame(session.document, { ...frame, x: 40 }), 'Frame', 'frame');
  await stageTwo(session, 'imageToImage', 'vary', { x: 0, y: 0, width: 64, height: 64 });
  session.commit(accept(session.document), 'Accept');
  await stageTwo(session, 'outpaint', 'expand', { x: 64, y: 0, width: 64, height: 64 });
  session.undo();
  session.redo();
  session.set({ view: { x: 12, y: -7, zoom: 1.5 }, target: { x: 0, y: 0, width: 160, height: 64 } });
  await autosave.flush();
  autosave.stop();
}

async function stageTwo(session: EditorSession, mode: GenerationRequest['mode'], intent: Edit['intent'], region: Rect) {
  for (const seed of [10, 11]) {
    const image = flat(region, [seed * 10, 40, 200, 255]);
    const request = editRequest(mode, intent, region, seed);
    const candidate = await makeCandidate(session.tiles, session.document, region, image, request);
    session.commit(stage(session.document, { intent, region }, candidate), intent, `stage ${intent}`);
  }
}

/** Another picture, of another tool, with noise near a seed's own. */
async function editOther(storage: DocumentStore): Promise<void> {
  const session = new EditorSession(new TileStore(), rethrow);
  const { autosave } = await openDocument(session, null, storage);
  const request = null;
  await session.edit('Open picture', () =>
    startPicture(session.tiles, gradient(48, 32, 9), { request, foreign, origin: null }),
  );
  await autosave.flush();
  autosave.stop();
}

async function keepPictures(): Promise<void> {
  const expanded = editRequest('outpaint', 'expand', { x: 64, y: 0, width: 64, height: 64 }, 11);
  const imported = { name: 'castle.png', sha256: HASH };
  const list: Partial<PictureMeta>[] = [
    { request: someRequest(), favourite: true },
    { request: someRequest({ seed: 9, variation: { seed: 12, strength: 0.3 }, negativePrompt: 'blur' }) },
    { request: expanded, width: 128 },
    { request: null, imported: { ...imported, settings: foreign } },
    { request: null, imported: { ...imported, name: 'photo.jpg', sha256: 'cd'.repeat(32), settings: null } },
    { request: someRequest({ prompt: 'a deleted one' }) },
  ];
  for (const [i, change] of list.entries()) {
    const createdAt = DAY + i * 60_000;
    const width = change.width ?? 64;
    const png = new Blob([tinyPng(width, 64, 40 * i)], { type: 'image/png' });
    const meta: PictureMeta = {
      id: newPictureId(createdAt),
      createdAt,
      request: null,
      width,
      height: 64,
      bytes: png.size,
      seconds: i % 2 === 0 ? 2.5 : 0,
      engine: i === 1 ? null : { backend: 'wasm', adapter: 'CPU' },
      favourite: false,
      deletedAt: null,
      ...change,
    };
    const save = () => savePicture({ meta, png, thumbnail: png });
    // Every second one as a browser keeps it that refuses Blobs.
    await (i % 2 === 0 ? save() : withoutBlobs(save));
    if (i === list.length - 1) await updatePicture(meta.id, { deletedAt: createdAt + 1 });
  }
}

async function withoutBlobs(work: () => Promise<void>): Promise<void> {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (value instanceof Blob) throw new DOMException('No Blobs here.', 'DataCloneError');
    return put.call(this, value, key);
  };
  await work().finally(() => (IDBObjectStore.prototype.put = put));
}

/** A real PNG of one colour. */
function tinyPng(width: number, height: number, tone: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(height * (width * 3 + 1)).fill(tone);
  for (let row = 0; row < height; row++) rows[row * (width * 3 + 1)] = 0;
  const header = new Uint8Array([...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]);
  const parts = [
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function chunk(type: string, data: Uint8Array): number[] {
  const body = new Uint8Array([...Buffer.from(type), ...data]);
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

/** Under which the model stands, instead of the address of the server that a moment later is none. */
const CARD_URL = 'https://outpane.example/models/test/card.json';

/** One revision installed, and a newer one of which a part has arrived. */
async function installModel(): Promise<void> {
  const files = new Map([
    ['unet.onnx', someBytes('unet', 9500)],
    ['text/model.onnx', someBytes('text', 2000)],
    ['tokenizer.json', someBytes('tokenizer', 10)],
  ]);
  cardFor(files);
  const server = await startRangeServer(files);
  const cardUrl = `${server.url}card.json`;
  const weights = await Weights.open();
  const quick = { backoff: [0], rangeBytes: 4000 };
  await weights.install(cardUrl, quick);
  files.set('unet.onnx', someBytes('another unet', 9500));
  cardFor(files, 'two');
  server.tricks.set(
    'unet.onnx',
    [1, 2, 3, 4].map(() => ({ kind: 'cut', afterBytes: 2500 })),
  );
  await weights.fetchNewer(cardUrl, quick).catch(() => null);
  await server.close();
  const records = openStore<unknown>('models');
  await records.set(CARD_URL, await records.get(cardUrl));
  await records.delete(cardUrl);
}

async function chooseSettings(): Promise<void> {
  saveStyle({ id: 'ink', name: 'Ink', template: '{prompt}, ink on paper' });
  const settings = useSettings.getState();
  settings.set({ prompt: 'a red apple', negativePrompt: 'blur', seed: 42, randomSeed: false, steps: 20 });
  settings.set({ guidanceScale: 4.5, width: 384, height: 256, pictures: 2, style: 'ink', backend: 'wasm' });
  settings.set({ variation: { seed: 7, strength: 0.25 } });
  savePreset('Wide');
  settings.set({ steps: 8, style: '' });
  savePreset('Quick');
  useLayout.getState().set({ theme: 'dark', motion: 'reduced', panelOpen: false });
  await setNotifications(false);
}

function rethrow(error: unknown): never {
  throw error;
}
