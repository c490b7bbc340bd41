import { manifestFile, writeArchive, type ArchiveFile } from '../storage/archive';
import { restoreBackup, type RestoreReport } from '../storage/restoreBackup';
import { writeBackup } from '../storage/writeBackup';
import type { PictureMeta } from '../storage/pictureMeta';
import { countPictures } from '../library/gallery';
import { readKeptSettings, restoreSettings } from './keptSettings';
import { notify } from '../shell/notices';
import { clearProblem } from '../shell/problem';
import { readResult } from '../library/results';
import { makeThumbnail } from './importPictures';
import { listed } from './listed';
import { runTransfer, type Report } from './runTransfer';
import { chooseFile } from './chooseFiles';
import { fileDate } from './fileDate';
import { saveFile } from './pictureFile';
import { uniqueNames, withSettings } from './pictureOutput';

/** The pictures as PNG files with their settings in them, in a zip that Outpane can read again. Begins a download. */
export async function exportZip(pictures: readonly PictureMeta[]): Promise<void> {
  await runTransfer(`Exporting ${countPictures(pictures.length)}`, async (report, signal) => {
    const stream = writeArchive(zipFiles(pictures, report, signal));
    saveFile(await collect(stream, signal), `outpane-pictures-${fileDate()}.zip`);
  });
}

async function* zipFiles(
  pictures: readonly PictureMeta[],
  report: Report,
  signal: AbortSignal,
): AsyncGenerator<ArchiveFile> {
  const names = uniqueNames(pictures);
  yield manifestFile({ pictures: pictures.map((meta, i) => ({ file: names[i] ?? '', meta })) });
  for (const [i, meta] of pictures.entries()) {
    signal.throwIfAborted();
    const png = await readResult(meta.id);
    // Deleted in another tab meanwhile.
    if (png) yield { name: names[i] ?? '', content: await withSettings(png, meta), modifiedAt: meta.createdAt };
    report((i + 1) / pictures.length);
  }
}

/** The browser keeps what a Blob is made of on the disk as it comes, so that no archive has to fit into memory. */
async function collect(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Blob> {
  const blob = await new Response(stream, { headers: { 'Content-Type': 'application/zip' } }).blob();
  signal.throwIfAborted();
  return blob;
}

/** Everything but the weights in one file. Begins a download. */
export async function backUp(): Promise<void> {
  await runTransfer('Writing the backup', async (_report, signal) => {
    saveFile(await collect(writeBackup(readKeptSettings()), signal), `outpane-backup-${fileDate()}.zip`);
    notify('The backup is in your downloads.');
  });
}

/** Adds what a backup holds, and takes its settings over. */
async function restore(file: File): Promise<void> {
  const work = async (report: Report, signal: AbortSignal) => {
    const restored = await restoreBackup(file, {
      signal,
      makeThumbnail,
      onProgress: (done, total) => report(done / total),
    });
    restoreSettings(restored.settings);
    clearProblem('backup');
    notify(restoredText(restored));
  };
  await runTransfer('Restoring the backup', work, 'backup');
}

/** Lets the person choose a backup, and restores it. */
export const restoreChosen = (): void => chooseFile('.zip', (file) => void restore(file));

/** What happened, in a sentence or two. */
export function restoredText({ pictures, documents }: Omit<RestoreReport, 'settings'>): string {
  const { added, known, damaged } = pictures;
  const parts = [
    `${countPictures(added)} added`,
    known > 0 && `${countPictures(known)} here already`,
    documents.added > 0 && countEdited(documents.added),
    documents.incomplete > 0 && `of ${countEdited(documents.incomplete)} a part could not be read`,
    documents.unreadable > 0 && `${countEdited(documents.unreadable)} could not be read`,
    damaged.length > 0 && `could not be read: ${listed(damaged)}`,
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

const countEdited = (count: number) =>
  `${count.toLocaleString()} ${count === 1 ? 'edited picture' : 'edited pictures'}`;
