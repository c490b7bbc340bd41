import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useResults } from '../library/results';
import { useNotices, takeNotices } from '../shell/notices';
import { useProblem } from '../shell/problem';
import { manifestFile, writeArchive, type ArchiveFile } from '../storage/archive';
import { deleteAllData } from '../storage/deleteAllData';
import { listPictures } from '../storage/pictures';
import { decodePng, pngOf } from '../storage/testing/pngs';
import { zipOf } from '../storage/testing/zips';
import { importPictures } from './importPictures';

vi.mock('../library/thumbnails', () => ({
  encodeThumbnail: async () => new Blob(['small']),
  encodeWithThumbnail: async () => ({ png: pngOf(1), thumbnail: new Blob(['small']) }),
}));
vi.mock('../editor/pictureFiles', () => ({
  loadDecoder: async () => ({
    decodePicture: async (file: Blob) => {
      const { width, height } = await decode(file);
      return { image: { width, height, data: new Uint8ClampedArray(4 * width * height) }, size: { width, height } };
    },
  }),
}));

/** Decodes PNGs for true; of others it believes their first bytes. */
async function decode(blob: Blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes[0] === 0x89) return decodePng(blob);
  if (bytes[0] === 0xff || bytes[4] === 0x66) return { width: 9, height: 8, close: () => undefined };
  throw new DOMException('The source image could not be decoded.', 'InvalidStateError');
}

beforeEach(async () => {
  vi.stubGlobal('createImageBitmap', vi.fn(decode));
  useResults.setState({ pictures: [] });
  useNotices.setState({ waiting: [] });
  useProblem.setState({ problem: null });
  await deleteAllData();
});
afterEach(() => vi.unstubAllGlobals());

const caseOf = (name: string) => new File([readFileSync(new URL(`testing/${name}`, import.meta.url))], name);
const png = async (colour: number) => new Uint8Array(await pngOf(colour).arrayBuffer());

/** What a person is told after importing the files. */
async function told(...files: File[]): Promise<string | undefined> {
  await importPictures(files);
  const [notice] = takeNotices();
  return notice?.message ?? useProblem.getState().problem?.error.message;
}

test('pictures are known by what is in them, whatever their names end in, and what is left out is counted', async () => {
  expect(await told(caseOf('z07_upper.zip'))).toBe('4 pictures added, without settings.');
  const files = [
    { name: 'one', data: await png(1) },
    { name: 'two.PJPEG', data: Uint8Array.of(0xff, 0xd8, 0xff, 0) },
    { name: 'three.dat', data: Uint8Array.of(0xff, 0xd8, 0xff, 1) },
    { name: 'notes.txt', data: 'a red fox' },
    { name: 'broken.png', data: 'no picture' },
    { name: 'inner.zip', data: new Uint8Array(await zipOf([]).arrayBuffer()) },
    { name: '__MACOSX/._one.png', data: '' },
    { name: 'a/.DS_Store', data: '' },
  ];
  expect(await told(new File([zipOf(files)], 'mixed.zip'))).toBe(
    '3 pictures added, without settings; could not be read: broken.png; 2 other files left out.',
  );
});

test('what is behind a password is said to be', async () => {
  expect(await told(caseOf('z03_encrypted.zip'))).toBe('0 pictures added; locked with a password: a.png, b.png.');
});

test('a comment that looks like the end, bytes before the archive, and names of other alphabets are no hindrance', async () => {
  expect(await told(caseOf('z08_comment_sig.zip'))).toBe('1 picture added, without settings.');
  const behind = zipOf([{ name: 'a.png', data: await png(2) }], { before: 'MZ a program' });
  expect(await told(new File([behind], 'self-extracting.ZIP'))).toBe('1 picture added, without settings.');
  await told(caseOf('z04_sjis.zip'));
  expect((await listPictures()).map(({ imported }) => imported?.name)).toContain('狐の絵.png');
});

test('one picture is in memory at a time, and none of more than 64 MB when unpacked', async () => {
  const bomb = zipOf([
    { name: 'a.png', data: new Uint8Array(65 * 2 ** 20) },
    { name: 'b.png', data: await png(3) },
  ]);
  expect(await told(new File([bomb], 'bomb.zip'))).toBe(
    '1 picture added, without settings; too large (64 MB or 67 million pixels at most): a.png.',
  );
  const shared = zipOf([
    { name: '0.png', data: await png(4) },
    { name: '1.png', data: await png(4), sameAs: 0 },
  ]);
  expect(await told(new File([shared], 'shared.zip'))).toBe("This file can't be read as a zip archive.");
});

async function archive(files: ArchiveFile[]): Promise<Uint8Array<ArrayBuffer>> {
  async function* all() {
    yield* files;
  }
  return new Uint8Array(await new Response(writeArchive(all())).arrayBuffer());
}

test('an archive of ours whose list is damaged is a zip of pictures all the same', async () => {
  const bytes = await archive([
    manifestFile({ pictures: [{ file: 'pictures/a.png', meta: {} }], settings: {} }),
    { name: 'pictures/a.png', content: pngOf(5), modifiedAt: 0 },
    { name: 'thumbnails/a.webp', content: 'small', modifiedAt: 0 },
    { name: 'documents/0.bin', content: 'tile', modifiedAt: 0 },
  ]);
  // In the list, right behind its name.
  bytes[30 + 'outpane.json'.length + 20] = 0x21;
  expect(await told(new File([bytes], 'backup.zip'))).toBe(
    '1 picture added, without settings; could not be read: outpane.json.',
  );
});
