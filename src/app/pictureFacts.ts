import { byteText } from '../protocol/byteText';
import { backendName } from '../engineState/engine';
import { duration } from '../jobs/runStatus';
import { hasUnreadSettings, settingsOf, titleOf, type PictureMeta } from '../storage/pictureMeta';
import { settingsFacts, TOOLS } from './settingsFacts';

const MODES = {
  textToImage: '',
  imageToImage: 'Variation of a picture',
  inpaint: 'Filled in',
  outpaint: 'Expanded',
} as const;

/** What is known about a picture besides its prompt, as name and value; what does not apply is left out. */
export function pictureFacts(meta: PictureMeta): [string, string][] {
  const { request, imported, engine } = meta;
  const settings = settingsOf(meta);
  const facts: [string, string][] = [
    ['Kind', request ? MODES[request.mode] : imported ? 'Imported' : ''],
    ['Name', imported?.name ?? ''],
    ['Settings', settingsWords(meta)],
    ['Size', `${meta.width} × ${meta.height}`],
    ...(settings ? settingsFacts(settings) : []),
    ['Made on', engine ? `${backendName(engine)}, ${engine.adapter}` : ''],
    ['Took', meta.seconds > 0 ? duration(meta.seconds) : ''],
    [
      imported ? 'Changed' : 'Made',
      new Date(meta.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
    ],
    ['File', byteText(meta.bytes)],
  ];
  return facts.filter(([, value]) => value !== '');
}

function settingsWords(meta: PictureMeta): string {
  if (hasUnreadSettings(meta)) return 'Can’t be read by this version';
  if (!meta.imported) return '';
  return meta.imported.settings ? `Written by ${TOOLS[meta.imported.settings.source]}` : 'None in the file';
}

/** What a screen reader says of a picture in a list. */
export function pictureName(meta: PictureMeta): string {
  const { seed = null, variation } = settingsOf(meta) ?? {};
  return [
    titleOf(meta),
    seed !== null && `seed ${seed}`,
    variation && `variation ${variation.seed}`,
    meta.request && MODES[meta.request.mode].toLowerCase(),
    meta.imported && 'imported',
    meta.favourite && 'favourite',
  ]
    .filter(Boolean)
    .join(', ');
}
